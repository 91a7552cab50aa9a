package dev.cssc.common.registry.definition;

/**
 * One thing that is wrong with a definition.
 *
 * @param path JSON path, for example {@code $.credentials.file}
 * @param message what was found and what was expected; never a value that could be a secret
 */
public record DefinitionProblem(String path, String message) {
    @Override
    public String toString() {
        return path + ": " + message;
    }
}
