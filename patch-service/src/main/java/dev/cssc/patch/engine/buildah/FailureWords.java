package dev.cssc.patch.engine.buildah;

import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;

import java.util.List;
import java.util.regex.Pattern;

/**
 * What a package manager's words mean when it failed.
 *
 * @param rules in order of precedence
 * @param telling finds the line that is shown to people
 */
record FailureWords(List<Rule> rules, Pattern telling) {
    private static final int SHOWN = 1_500;

    /**
     * @param text part of what it said
     * @param why for people
     */
    record Rule(String text, ReasonCode reason, String why) {
        /** What the system says, whoever repeats it. */
        static final Rule NO_SPACE_LEFT = new Rule("No space left on device", ReasonCode.DISK_FULL, "no space left");

        /** That text says that repositories cannot be read. */
        static Rule unreadable(String text) {
            return new Rule(text, ReasonCode.PACKAGE_REPOSITORY_UNAVAILABLE, "the repositories cannot be read");
        }
    }

    FailureWords {
        rules = List.copyOf(rules);
    }

    /** The failure that these words tell of; {@link ReasonCode#PATCH_FAILED} where no rule knows them. */
    Failure failure(String doing, String words) {
        String told = words.lines()
                .filter(line -> telling.matcher(line).find())
                .findFirst()
                .orElse(words)
                .strip();
        String said = told.substring(Math.max(0, told.length() - SHOWN));
        return rules.stream()
                .filter(rule -> words.contains(rule.text()))
                .findFirst()
                .map(rule -> Failure.of(rule.reason(), doing + ": " + rule.why() + " (" + said + ")"))
                .orElseGet(() -> Failure.of(ReasonCode.PATCH_FAILED, doing + ": " + said));
    }
}
