package dev.cssc.common.registry;

import java.util.Optional;

/**
 * What to try a registry with.
 *
 * @param repository path of a repository; where empty, the first one of the registry's catalogue, if it tells one
 * @param write whether a tiny manifest may be pushed to a repository named {@code cssc-probe}, and deleted again; nothing is changed
 *     otherwise
 */
public record ProbeRequest(Optional<String> repository, boolean write) {
    /** Whatever can be tried without knowing a repository, changing nothing. */
    public static final ProbeRequest READ_ONLY = new ProbeRequest(Optional.empty(), false);
}
