package dev.cssc.scan.engine.trivy;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cssc.common.event.OperatingSystem;
import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.scan.engine.InstalledPackage;
import dev.cssc.scan.engine.Inventory;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A server's answer as the report that the command line would have written: what the server leaves to its client, taking one of findings
 * that were found twice, is done here ({@code pkg/result/filter.go}).
 */
final class ServerAnswer {

    private final JsonWalk walk;
    private final Inventory inventory;
    private JsonNode os;
    private boolean judged;
    private int packages;
    private final Map<List<String>, TrivyReport.Finding> findings = new LinkedHashMap<>();

    private ServerAnswer(JsonWalk walk, Inventory inventory) {
        this.walk = walk;
        this.inventory = inventory;
        this.os = MissingNode.getInstance();
    }

    /**
     * Reads a {@code ScanResponse}.
     *
     * @param inventory what the server was asked about; the report lists its packages
     * @throws dev.cssc.common.failure.FailureException {@link ReasonCode#REPORT_MALFORMED}, {@link ReasonCode#TOO_LARGE}, or
     *     {@link ReasonCode#SCAN_INCONCLUSIVE} where it did not judge: no distribution, or not the one that it was told
     */
    static TrivyReport read(byte[] json, Inventory inventory, String version, String doing, int entryLimit) {
        JsonWalk walk = new JsonWalk(doing, "server's answer", json.length, entryLimit);
        ServerAnswer answer = new ServerAnswer(walk, inventory);
        try (JsonParser parser = walk.factory().createParser(json)) {
            walk.whole(parser, name -> {
                switch (name) {
                    case "os" -> answer.os = walk.tree(parser);
                    case "results" -> answer.results(parser);
                    default -> parser.skipChildren();
                }
            });
        } catch (JsonProcessingException e) {
            throw walk.malformed(e.getOriginalMessage());
        } catch (IOException e) {
            throw walk.malformed(e.toString());
        }
        return answer.report(version, doing);
    }

    private TrivyReport report(String version, String doing) {
        String family = os.path("family").asText("");
        OperatingSystem system = inventory.os();
        // An empty package list, or a distribution that it does not know, gets 200 and nothing: that is not clean.
        if (!family.equals(system.family()) || !judged) {
            throw Failure.of(
                            ReasonCode.SCAN_INCONCLUSIVE,
                            doing + ": trivy's server was asked about " + system.family() + " and judged "
                                    + (family.isEmpty() || !judged ? "nothing" : family))
                    .toException();
        }
        long asked = names(inventory);
        if (packages < asked) {
            throw Failure.of(
                            ReasonCode.SCAN_INCONCLUSIVE,
                            doing + ": trivy's server was asked about " + asked + " packages and judged " + packages)
                    .toException();
        }
        return new TrivyReport(
                version,
                List.of(),
                Optional.of(system),
                os.path("eosl").asBoolean(false),
                inventory.packages(),
                List.copyOf(findings.values()));
    }

    /** At least so many have to come back: names, since it may take two of a name for one; foreign packages it leaves out. */
    private static long names(Inventory inventory) {
        return InventoryDocument.packages(inventory).stream()
                .map(InstalledPackage::name)
                .distinct()
                .count();
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
                            listed[0]++;
                            parser.skipChildren();
                        });
                    case "vulnerabilities" ->
                        walk.eachElement(parser, name, () -> {
                            walk.withinLimit(found, "findings");
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
        TrivyReport.Finding finding = new TrivyReport.Finding(
                walk.required(entry, "vulnerability_id"),
                walk.required(entry, "pkg_name"),
                walk.required(entry, "installed_version"),
                fixed.isBlank() ? Optional.empty() : Optional.of(fixed),
                JsonWalk.severity(entry.path("severity").asText("")));
        List<String> key = List.of(
                finding.id(),
                entry.path("pkg_id").asText(""),
                finding.packageName(),
                finding.installed(),
                entry.path("pkg_path").asText(""));
        findings.merge(key, finding, ServerAnswer::later);
    }

    /** Of two that are one, Trivy's client keeps the greater fixed version, as texts go; both have to say the same. */
    private static TrivyReport.Finding later(TrivyReport.Finding one, TrivyReport.Finding other) {
        return one.fixed().orElse("").compareTo(other.fixed().orElse("")) < 0 ? other : one;
    }
}
