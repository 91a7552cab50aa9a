package dev.cssc.cli.inventory;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cssc.cli.command.ExitCode;
import dev.cssc.cli.output.Json;
import dev.cssc.cli.output.Table;
import dev.cssc.cli.service.ScanServiceCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.time.Duration;

/** The database that images are judged by. */
@Command(
        name = "database",
        description = "Show the vulnerability database of the scan service, or have it look for a newer one.",
        subcommands = {DatabaseCommand.Show.class, DatabaseCommand.Refresh.class})
public final class DatabaseCommand {
    private static final String PATH = "/api/v1/database";

    @Command(
            name = "show",
            description =
                    "Which database images are judged by, how old it is, where it comes from, and how far the search for"
                            + " what it makes fixable is.")
    static final class Show extends ScanServiceCommand {
        @Override
        public Integer call() {
            ObjectNode database = api().get(PATH).deepCopy();
            database.set("sweep", api().get(PATH + "/sweep"));
            print(database, table(database), "");
            return ExitCode.OK;
        }
    }

    @Command(
            name = "refresh",
            description = "Have the service look for a newer database now; scans go on meanwhile.",
            footer = "%nWhat came of it is shown by: cssc database show")
    static final class Refresh extends ScanServiceCommand {
        @Option(
                names = "--force",
                description =
                        "Take also one that was refused, is older or much smaller; never one that cannot be opened.")
        private boolean force;

        @Override
        public Integer call() {
            JsonNode database = api().postNothing(PATH + "/refresh?force=" + force);
            print(database, table(database), "");
            say("");
            say("The service looks for a newer one.");
            return ExitCode.OK;
        }
    }

    private static Table table(JsonNode database) {
        Table facts = new Table("DATABASE", Json.text(database, "state"));
        fact(facts, "Identity", Json.text(database, "identity"));
        fact(facts, "Made", Json.dayAndTime(database, "made"));
        if (database.has("ageSeconds")) {
            fact(
                    facts,
                    "Age",
                    Json.duration(Duration.ofSeconds(database.path("ageSeconds").asLong())));
        }
        fact(
                facts,
                "Stale after",
                Json.duration(
                        Duration.ofSeconds(database.path("staleAfterSeconds").asLong())));
        fact(facts, "Source", Json.text(database, "source"));
        JsonNode check = database.path("lastCheck");
        fact(facts, "Last look", (Json.dayAndTime(check, "at") + " " + Json.text(check, "detail")).strip());
        for (JsonNode refused : database.path("refused")) {
            fact(facts, "Refused", Json.text(refused, "digest") + ": " + Json.text(refused, "why"));
        }
        sweep(facts, database.path("sweep"));
        return facts;
    }

    private static void sweep(Table facts, JsonNode sweep) {
        if (!sweep.has("begun")) {
            return;
        }
        fact(facts, "Sweep", Json.text(sweep, "state") + ", begun " + Json.dayAndTime(sweep, "begun"));
        fact(facts, "Swept", Json.text(sweep, "database"));
        fact(
                facts,
                "Left",
                left(sweep, "chunks", "chunks", "chunksLeft") + "; " + left(sweep, "package sets", "sets", "setsLeft"));
        fact(facts, "Told", sweep.path("told").asInt() + " images became fixable");
    }

    private static String left(JsonNode sweep, String noun, String total, String left) {
        return sweep.path(left).asInt() + " of " + sweep.path(total).asInt() + " " + noun;
    }

    private static void fact(Table facts, String name, String value) {
        if (!value.isEmpty()) {
            facts.row(name, value);
        }
    }
}
