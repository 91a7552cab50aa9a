package dev.cssc.common.policy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Reads policies in tests; where a document is written with apostrophes, they stand for double quotes. */
final class Policies {
    static final String REGISTRY = "registry.example";

    private static final PolicyReader READER = new PolicyReader();

    private Policies() {}

    static PolicyReading read(byte[] document) {
        return READER.read(document, Optional.of(REGISTRY));
    }

    static PolicyReading.Accepted accepted(String document) {
        return switch (read(json(document))) {
            case PolicyReading.Accepted accepted -> accepted;
            case PolicyReading.Refused(PolicyProblems problems) -> throw new AssertionError(problems.toString());
        };
    }

    static List<PolicyProblem> problems(byte[] document) {
        return switch (read(document)) {
            case PolicyReading.Accepted accepted -> throw new AssertionError("accepted: " + accepted);
            case PolicyReading.Refused(PolicyProblems problems) -> problems.all();
        };
    }

    static List<PolicyProblem> problems(String document) {
        return problems(json(document));
    }

    /** A policy with one entry for repository {@code r} that has these members. */
    static String entry(String members) {
        return "{'version':'v1','repositories':[{'repository':'r'," + members + "}]}";
    }

    static byte[] json(String withApostrophes) {
        return bytes(withApostrophes.replace('\'', '"'));
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
