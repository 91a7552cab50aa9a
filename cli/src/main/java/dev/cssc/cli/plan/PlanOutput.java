package dev.cssc.cli.plan;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cssc.cli.command.OutputForm;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * Prints a plan: {@code cssc plan} and every dry run print the same.
 *
 * @param form in which form
 * @param everyTag whether a person wants to see every tag that is left out
 * @param out for the plan
 * @param err for errors, in whatever form the plan is
 */
public record PlanOutput(OutputForm form, boolean everyTag, PrintWriter out, PrintWriter err) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> REMARKS = Set.of("errors", "warnings");

    /**
     * Prints it.
     *
     * @param document as a {@code PlanDocument} wrote it
     * @param title what to call the policy in a message
     * @return the exit code
     */
    public int print(byte[] document, String title) {
        PlanAnswer plan = new PlanAnswer(parse(document));
        PlanText text = new PlanText(plan, everyTag);
        switch (form) {
            case JSON -> out.print(new String(document, StandardCharsets.UTF_8));
            case TSV -> PlanText.rows(plan).tsv().forEach(out::println);
            case TABLE -> {
                if (!plan.isInvalid()) {
                    text.lines().forEach(out::println);
                }
            }
        }
        out.flush();
        errors(plan, text, title);
        text.warnings().forEach(err::println);
        err.flush();
        return plan.exitCode();
    }

    private void errors(PlanAnswer plan, PlanText text, String title) {
        int errors = plan.errors().size();
        if (errors == 0) {
            return;
        }
        JsonNode first = plan.errors().getFirst();
        if (plan.isInvalid()
                && errors == 1
                && !first.has("line")
                && "$".equals(first.path("path").asText())) {
            err.println("cssc: " + first.path("message").asText()); // about the file itself
            return;
        }
        err.println(
                plan.isInvalid()
                        ? "cssc: The policy " + title + " is not accepted: " + errors
                                + (errors == 1 ? " problem." : " problems.")
                        : "cssc: Not everything could be read; the plan is incomplete:");
        text.errors().forEach(err::println);
    }

    /** Of a document that is printed as it is, the lists of thousands need not be looked at. */
    private JsonNode parse(byte[] document) {
        try {
            return form == OutputForm.JSON ? remarks(document) : JSON.readTree(document);
        } catch (IOException e) {
            throw new UncheckedIOException("reading the plan", e);
        }
    }

    /** What is wrong or noteworthy in the document, and nothing else of it. */
    private static JsonNode remarks(byte[] document) throws IOException {
        ObjectNode remarks = JSON.createObjectNode();
        try (JsonParser parser = JSON.createParser(document)) {
            parser.nextToken();
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                parser.nextToken();
                if (REMARKS.contains(name)) {
                    remarks.set(name, parser.<JsonNode>readValueAsTree());
                } else {
                    parser.skipChildren();
                }
            }
        }
        return remarks;
    }
}
