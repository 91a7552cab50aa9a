package dev.cssc.common.policy;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads policy documents and finds everything that is wrong with one at once. What ACR's {@code az acr supply-chain workflow} accepts is
 * accepted (azure-cli-extensions {@code src/acrcssc/_validators.py}), with two corrections: names must not be empty (ACR accepts them and
 * then fails every run) and no key may be written twice (ACR silently takes the last).
 */
public final class PolicyReader {
    /** Most bytes of a document; ACR's limit. */
    public static final int LARGEST = 10_485_760;

    /** Problems beyond these are counted and not told one by one. */
    static final int MOST_PROBLEMS = 100;

    /** Without a text there are no places: then in the order in which they were found. */
    private static final Comparator<PolicyProblem> IN_THE_DOCUMENTS_ORDER = Comparator.comparing(
                    (PolicyProblem p) -> p.position().map(Position::line).orElse(0))
            .thenComparing(p -> p.position().map(Position::column).orElse(0));

    private final PolicySchema schema = new PolicySchema();

    /**
     * Reads a document from its bytes; problems say line and column.
     *
     * @param registry host and optional port of the repositories for which the document names none; a repository without any is a problem
     */
    public PolicyReading read(byte[] document, Optional<String> registry) {
        return switch (JsonText.read(document, LARGEST)) {
            case JsonText.Reading.NotJson(PolicyProblems problems) -> new PolicyReading.Refused(problems);
            case JsonText.Reading.Json(JsonText text) -> read(text.root(), text.positions(), registry);
        };
    }

    /**
     * Reads a document that is part of another one and was parsed with it.
     *
     * @param registry host and optional port of the repositories for which the document names none; a repository without any is a problem
     */
    public PolicyReading read(JsonNode document, Optional<String> registry) {
        return read(document, Map.of(), registry);
    }

    private PolicyReading read(JsonNode document, Map<String, Position> positions, Optional<String> registry) {
        List<PolicyProblem> problems = new ArrayList<>(schema.problems(document));
        List<PolicyProblem> warnings = new ArrayList<>();
        new PolicyRules(document, registry, problems::add, warnings::add).check();
        warnings.addAll(PolicyKeys.warnings(document));
        return problems.isEmpty()
                ? new PolicyReading.Accepted(
                        new PolicyBuilder(document, registry).policy(), placed(warnings, positions))
                : new PolicyReading.Refused(new PolicyProblems(placed(problems, positions)));
    }

    private static List<PolicyProblem> placed(List<PolicyProblem> problems, Map<String, Position> positions) {
        List<PolicyProblem> kept = new ArrayList<>();
        problems.stream()
                .map(p -> p.positioned(Optional.ofNullable(positions.get(p.path()))))
                .sorted(IN_THE_DOCUMENTS_ORDER)
                .limit(MOST_PROBLEMS)
                .forEach(kept::add);
        if (problems.size() > MOST_PROBLEMS) {
            kept.add(PolicyProblem.at("$", "has " + (problems.size() - MOST_PROBLEMS) + " more problems"));
        }
        return kept;
    }
}
