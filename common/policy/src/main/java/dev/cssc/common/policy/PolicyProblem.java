package dev.cssc.common.policy;

import java.util.Optional;

/**
 * One thing that is wrong, or looks wrong, with a document.
 *
 * @param path where, as JSON path ({@code $.repositories[0].tags[1]}); {@code $} for the whole
 * @param message what was found and what was expected, in a sentence
 * @param proposal what to write instead, where something can be proposed
 * @param position where in the text, if the document was read from text
 */
public record PolicyProblem(String path, String message, Optional<String> proposal, Optional<Position> position) {
    /** A problem for which nothing can be proposed. */
    public PolicyProblem(String path, String message, Optional<Position> position) {
        this(path, message, Optional.empty(), position);
    }

    /** A problem whose place in the text is still to be found. */
    static PolicyProblem at(String path, String message) {
        return new PolicyProblem(path, message, Optional.empty(), Optional.empty());
    }

    PolicyProblem proposing(String what) {
        return new PolicyProblem(path, message, Optional.of(what), position);
    }

    PolicyProblem positioned(Optional<Position> place) {
        return new PolicyProblem(path, message, proposal, place);
    }

    /** Message and proposal. */
    public String sentence() {
        return message + proposal.map(what -> "; " + what).orElse("");
    }

    @Override
    public String toString() {
        return path + position.map(p -> " (" + p + ")").orElse("") + ": " + sentence();
    }
}
