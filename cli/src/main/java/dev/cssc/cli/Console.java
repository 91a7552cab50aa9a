package dev.cssc.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import picocli.CommandLine.Option;

import java.io.PrintWriter;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/** The options that every command talking to the service has: where it is, and in which form to answer. */
final class Console {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** In which form a command answers. */
    enum Form {
        TABLE,
        JSON;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "The trigger service; default: $CSSC_URL, else the local stack.")
    private Optional<String> url = Optional.empty();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORM",
            defaultValue = "table",
            description = "table or json; default: ${DEFAULT-VALUE}.")
    private Form form = Form.TABLE;

    TriggerApi api() {
        URI endpoint = Endpoint.resolve(url, Optional.ofNullable(System.getenv("CSSC_URL")), Home.directory());
        return new TriggerApi(endpoint);
    }

    boolean asJson() {
        return form == Form.JSON;
    }

    /** Prints the answer as it came, or the table made of it. */
    void print(PrintWriter out, JsonNode answer, Table table, String whenEmpty) {
        if (asJson()) {
            out.println(pretty(answer));
        } else if (table.isEmpty()) {
            out.println(whenEmpty);
        } else {
            table.lines().forEach(out::println);
        }
    }

    static String pretty(JsonNode node) {
        try {
            return node.isMissingNode()
                    ? "{}"
                    : JSON.writerWithDefaultPrettyPrinter().writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a parsed document cannot be written", e);
        }
    }
}
