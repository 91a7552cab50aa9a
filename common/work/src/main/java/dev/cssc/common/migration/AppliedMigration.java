package dev.cssc.common.migration;

import io.quarkus.runtime.annotations.RegisterForReflection;

import java.util.Optional;

/**
 * A row of Flyway's table.
 *
 * @param script the file's path on the class path
 * @param version empty where Flyway gives it none
 * @param checksum of the file that was run; empty where Flyway keeps none
 * @param success false where it failed and was left half done
 */
@RegisterForReflection
record AppliedMigration(String script, Optional<String> version, Optional<Integer> checksum, boolean success) {}
