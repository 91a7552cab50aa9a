package dev.cssc.local;

import dev.cssc.cli.command.CliException;
import dev.cssc.cli.command.ExitCode;
import dev.cssc.common.image.ImageReference;

import java.nio.file.Path;

/**
 * A repository that was named for Trivy's vulnerability database.
 *
 * @param repository as Trivy's {@code --db-repository} takes it
 * @param cache Trivy's cache directory for this database
 * @param ours whether it is in the registry of the stack itself
 */
record TrivyMirror(String repository, Path cache, boolean ours) {

    /**
     * What was named.
     *
     * @param registry address of the stack's own registry
     * @throws CliException where it is no reference to a repository
     */
    static TrivyMirror of(String repository, String registry, Path cache) {
        try {
            return new TrivyMirror(
                    repository,
                    cache,
                    ImageReference.parse(repository).repository().registry().equals(registry));
        } catch (IllegalArgumentException e) {
            throw new CliException(
                    ExitCode.INVALID,
                    "--trivy-db-repository is '" + repository + "'; expected HOST/REPOSITORY:TAG: " + e.getMessage()
                            + ".");
        }
    }
}
