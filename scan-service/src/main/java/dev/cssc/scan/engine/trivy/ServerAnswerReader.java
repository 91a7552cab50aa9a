package dev.cssc.scan.engine.trivy;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cssc.common.event.OperatingSystem;
import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads a server's answer as a stream, of each finding no more than matters here: descriptions and references are most of it. */
final class ServerAnswerReader {

    private final JsonWalk walk;
    private final List<ServerAnswer.Found> findings = new ArrayList<>();
    private JsonNode os = MissingNode.getInstance();
    private boolean judged;
    private int packages;

    ServerAnswerReader(JsonWalk walk) {
        this.walk = walk;
    }

    ServerAnswer read(byte[] json, OperatingSystem asked, long atLeast, String doing) {
        try (JsonParser parser = walk.factory().createParser(json)) {
            walk.whole(parser, name -> {
                switch (name) {
                    case "os" -> os = walk.tree(parser);
                    case "results" -> results(parser);
                    default -> parser.skipChildren();
                }
            });
        } catch (JsonProcessingException e) {
            throw walk.malformed(e.getOriginalMessage());
        } catch (IOException e) {
            throw walk.malformed(e.toString());
        }
        refuseLess(asked, atLeast, doing);
        return new ServerAnswer(os.path("eosl").asBoolean(false), findings);
    }

    /** An empty package list, or a distribution that it does not know, gets 200 and nothing: that is not clean. */
    private void refuseLess(OperatingSystem asked, long atLeast, String doing) {
        String family = os.path("family").asText("");
        if (!family.equals(asked.family()) || !judged) {
            throw inconclusive(doing, asked.family(), family.isEmpty() || !judged ? "nothing" : family);
        }
        if (packages < atLeast) {
            throw inconclusive(doing, atLeast + " packages", Integer.toString(packages));
        }
    }

    private static RuntimeException inconclusive(String doing, String asked, String judged) {
        return Failure.of(
                        ReasonCode.SCAN_INCONCLUSIVE,
                        doing + ": trivy's server was asked about " + asked + " and judged " + judged)
                .toException();
    }

    private void results(JsonParser parser) throws IOException {
        walk.eachElement(parser, "results", () -> {
            List<JsonNode> found = new ArrayList<>();
            String[] kind = {""};
            int[] listed = {0};
            walk.eachField(parser, name -> {
                switch (name) {
                    case "class" -> kind[0] = parser.getText();
                    case "packages" ->
                        walk.eachElement(parser, name, () -> {
                            walk.withinLimit(packages + listed[0], "packages");
                            listed[0]++;
                            parser.skipChildren();
                        });
                    case "vulnerabilities" ->
                        walk.eachElement(parser, name, () -> {
                            walk.withinLimit(findings.size() + found.size(), "findings");
                            found.add(essence(walk.tree(parser)));
                        });
                    default -> parser.skipChildren();
                }
            });
            if (kind[0].equals("os-pkgs")) {
                judged = true;
                packages += listed[0];
                found.forEach(this::take);
            }
        });
    }

    /** Without descriptions and references, which are most of a finding. */
    private static JsonNode essence(JsonNode entry) {
        return entry instanceof ObjectNode object
                ? object.retain(
                        "vulnerability_id",
                        "pkg_id",
                        "pkg_name",
                        "pkg_path",
                        "installed_version",
                        "fixed_version",
                        "severity")
                : entry;
    }

    private void take(JsonNode entry) {
        String fixed = entry.path("fixed_version").asText("");
        findings.add(new ServerAnswer.Found(
                entry.path("pkg_id").asText(""),
                entry.path("pkg_path").asText(""),
                new TrivyReport.Finding(
                        walk.required(entry, "vulnerability_id"),
                        walk.required(entry, "pkg_name"),
                        walk.required(entry, "installed_version"),
                        fixed.isBlank() ? Optional.empty() : Optional.of(fixed),
                        JsonWalk.severity(entry.path("severity").asText("")))));
    }
}
