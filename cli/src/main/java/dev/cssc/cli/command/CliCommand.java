package dev.cssc.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cssc.cli.output.Json;
import dev.cssc.cli.output.Table;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.util.concurrent.Callable;

/**
 * Base of every command: where its answer goes, and in which form. The answer goes to standard output, everything said about it to
 * standard error, so that a script can read the first alone.
 *
 * <p>A command is a class with picocli's {@code @Command} that extends this one, or {@code ServiceCommand} where it calls the service, and
 * answers with a code of {@link ExitCode}:
 *
 * <pre>{@code
 * @Command(name = "show", description = "Show a registry.")
 * static final class Show extends ServiceCommand {
 *     @Parameters(paramLabel = "NAME", description = "Its name.")
 *     private String name = "";
 *
 *     @Override
 *     public Integer call() {
 *         JsonNode registry = api().get("/api/v1/registries/" + TriggerApi.segment(name));
 *         print(registry, new Table("NAME", "HOST").row(Json.text(registry, "name"), Json.text(registry, "host")), "");
 *         return ExitCode.OK;
 *     }
 * }
 * }</pre>
 *
 * <p>A group of them is a class of its own with {@code subcommands}, named in {@code CsscCommand}. What cannot be done is a
 * {@link CliException}.
 */
public abstract class CliCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORM",
            defaultValue = "table",
            description = "table, json or tsv; default: ${DEFAULT-VALUE}.")
    private OutputForm form = OutputForm.TABLE;

    /** Where the answer goes. */
    protected final PrintWriter out() {
        return spec.commandLine().getOut();
    }

    /** Where everything goes that is not the answer. */
    protected final PrintWriter err() {
        return spec.commandLine().getErr();
    }

    /** The form that was asked for. */
    protected final OutputForm form() {
        return form;
    }

    /** True where a person reads the answer: then there is room for sentences. */
    protected final boolean forPeople() {
        return form == OutputForm.TABLE;
    }

    /** Prints a sentence of the answer, at once; only where a person reads it. */
    protected final void say(String line) {
        if (forPeople()) {
            out().println(line);
            out().flush();
        }
    }

    /** Prints a remark that is no part of the answer. */
    protected final void remark(String line) {
        err().println(line);
        err().flush();
    }

    /**
     * Prints the answer in the form that was asked for.
     *
     * @param answer as it came
     * @param table what a person wants to see of it
     * @param whenEmpty what to say to a person where the table has no row
     */
    protected final void print(JsonNode answer, Table table, String whenEmpty) {
        switch (form) {
            case JSON -> out().println(Json.pretty(answer));
            case TSV -> table.tsv().forEach(out()::println);
            case TABLE -> {
                if (table.isEmpty()) {
                    out().println(whenEmpty);
                } else {
                    table.lines().forEach(out()::println);
                }
            }
        }
    }
}
