package dev.cssc.common.registry;

import dev.cssc.common.image.Repository;

/**
 * What is asked for in one repository, as narrow as the step can do with.
 *
 * @param repository where
 * @param right what
 */
public record RepositoryAccess(Repository repository, Right right) {

    /** What may be done in a repository. */
    public enum Right {
        /** Read. */
        PULL,
        /** Read and write. */
        PUSH
    }

    /** Reading only. */
    public static RepositoryAccess pull(Repository repository) {
        return new RepositoryAccess(repository, Right.PULL);
    }

    /** Reading and writing. */
    public static RepositoryAccess push(Repository repository) {
        return new RepositoryAccess(repository, Right.PUSH);
    }
}
