package dev.cssc.common.policy;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads policy documents and finds everything that is wrong with one at once. What ACR's {@code az acr supply-chain workflow} accepts is
 * accepted (azure-cli-extensions {@code src/acrcssc/_validators.py}), with two corrections: names must not be empty (ACR accepts them and
 * then fails every run) and no key may be written twice (ACR silently takes the last).
 */
public final class PolicyReader {
    /** Most bytes of a document; ACR's limit. */
    public static final int LARGEST = 10_485_760;

    private static final int MOST_PROBLEMS = 100;

    // ACR, at submission: -0 to -999 and leading zeros are all reserved there, more than what a run takes for a patch.
    private static final Pattern RESERVED_SUFFIX = Pattern.compile("(?:-[0-9]{1,3}|-patched)$");

    private final PolicySchema schema = new PolicySchema();

    /**
     * Reads a document from its bytes; problems say line and column.
     *
     * @param registry host and optional port of the repositories for which the document names none
     */
    public PolicyReading read(byte[] document, Optional<String> registry) {
        return switch (JsonText.read(document, LARGEST)) {
            case JsonText.Reading.NotJson(PolicyProblems problems) -> new PolicyReading.Refused(problems);
            case JsonText.Reading.Json(JsonText text) -> read(text.root(), text.positions(), registry);
        };
    }

    /** Reads a document that is part of another one and was parsed with it. */
    public PolicyReading read(JsonNode document, Optional<String> registry) {
        return read(document, Map.of(), registry);
    }

    private PolicyReading read(JsonNode document, Map<String, Position> positions, Optional<String> registry) {
        List<PolicyProblem> problems = new ArrayList<>(schema.problems(document));
        problems.addAll(tagProblems(document));
        if (problems.isEmpty()) {
            return new PolicyReading.Accepted(new PolicyBuilder(document, registry).policy(), List.of());
        }
        return new PolicyReading.Refused(new PolicyProblems(placed(problems, positions)));
    }

    /** ACR's rules on tags that a schema of ours leaves out because they need words of their own. */
    private static List<PolicyProblem> tagProblems(JsonNode document) {
        List<PolicyProblem> problems = new ArrayList<>();
        JsonNode repositories = document.path("repositories");
        for (int i = 0; i < repositories.size(); i++) {
            JsonNode tags = repositories.path(i).path("tags");
            for (int j = 0; tags.isArray() && j < tags.size(); j++) {
                String path = "$.repositories[" + i + "].tags[" + j + "]";
                String tag = tags.path(j).isTextual() ? tags.path(j).textValue() : "";
                if (tag.equals(TagChoice.EVERY_TAG) && tags.size() > 1) {
                    problems.add(problem(
                            path,
                            "is * beside other tags; * stands alone for every tag, so leave out one or the other"));
                }
                if (RESERVED_SUFFIX.matcher(tag).find()) {
                    problems.add(
                            problem(
                                    path,
                                    "is \"" + tag
                                            + "\"; names that end in -patched or in -0 to -999 are reserved for patches. Name the source"));
                }
            }
        }
        return problems;
    }

    private static List<PolicyProblem> placed(List<PolicyProblem> problems, Map<String, Position> positions) {
        List<PolicyProblem> kept = new ArrayList<>();
        problems.stream()
                .limit(MOST_PROBLEMS)
                .map(p -> new PolicyProblem(p.path(), p.message(), Optional.ofNullable(positions.get(p.path()))))
                .forEach(kept::add);
        if (problems.size() > MOST_PROBLEMS) {
            kept.add(problem("$", "has " + (problems.size() - MOST_PROBLEMS) + " more problems"));
        }
        return kept;
    }

    private static PolicyProblem problem(String path, String message) {
        return new PolicyProblem(path, message, Optional.empty());
    }
}
