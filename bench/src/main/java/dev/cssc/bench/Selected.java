package dev.cssc.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cssc.cli.command.CliException;

import java.util.Map;
import java.util.TreeMap;

/** Which images something selected: tags with their digests. A comparison of different work would say nothing. */
final class Selected {
    private Selected() {}

    /** Those of our plan. */
    static Map<String, String> ofPlan(String json) {
        Map<String, String> digests = new TreeMap<>();
        try {
            new ObjectMapper()
                    .readTree(json)
                    .path("images")
                    .forEach(image -> digests.put(
                            image.path("tag").asText(), image.path("digest").asText()));
        } catch (JsonProcessingException e) {
            throw new CliException("The plan cannot be read: " + e.getOriginalMessage());
        }
        return digests;
    }

    /** Those of lines {@code tag digest}. */
    static Map<String, String> ofLines(String lines) {
        Map<String, String> digests = new TreeMap<>();
        lines.lines().forEach(line -> {
            int blank = line.indexOf(' ');
            if (blank > 0) {
                digests.put(line.substring(0, blank), line.substring(blank + 1).strip());
            }
        });
        return digests;
    }

    /**
     * Ends the benchmark where they differ, or where there is nothing in them.
     *
     * @throws CliException naming the first difference
     */
    static void requireSame(String row, Map<String, String> ours, Map<String, String> theirs) {
        if (ours.isEmpty()) {
            throw new CliException(row + ": nothing was selected, so nothing was measured.");
        }
        if (!ours.equals(theirs)) {
            Map<String, String> all = new TreeMap<>(ours);
            all.putAll(theirs);
            String tag = all.keySet().stream()
                    .filter(name -> !ours.getOrDefault(name, "").equals(theirs.getOrDefault(name, "")))
                    .findFirst()
                    .orElse("");
            throw new CliException(row + ": the two did not select the same images: ours " + ours.size() + ", theirs "
                    + theirs.size() + "; first at tag " + tag + ": " + ours.get(tag) + " and " + theirs.get(tag) + ".");
        }
    }
}
