package dev.cssc.common.policy;

import java.util.Optional;

/**
 * One thing that is wrong with a document.
 *
 * @param path where, as JSON path ({@code $.repositories[0].tags[1]}); {@code $} for the whole
 * @param message what was found and what was expected, in a sentence
 * @param position where in the text, if the document was read from text
 */
public record PolicyProblem(String path, String message, Optional<Position> position) {
    @Override
    public String toString() {
        return path + position.map(p -> " (" + p + ")").orElse("") + ": " + message;
    }
}
