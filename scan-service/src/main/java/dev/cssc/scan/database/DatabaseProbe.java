package dev.cssc.scan.database;

import java.util.Optional;

/** Tries a database before it is used: whether the engine can open it and judge by it. */
@FunctionalInterface
public interface DatabaseProbe {

    /**
     * What is wrong with it, in a sentence; empty where it works. Blocks.
     *
     * @throws dev.cssc.common.failure.FailureException where it could not be tried
     */
    Optional<String> problem(Databases.Held database);
}
