package dev.cssc.common.registry;

import java.util.List;
import java.util.Optional;

/**
 * What {@link RegistryProbe} found.
 *
 * @param registry what the registry is called
 * @param host host and optional port
 * @param repository the repository that was tried, if any
 * @param passed whether the registry can be used: no check failed
 * @param checks in the order of {@link ProbeCheck.Kind}, each kind once
 */
public record ProbeReport(
        String registry, String host, Optional<String> repository, boolean passed, List<ProbeCheck> checks) {
    public ProbeReport {
        checks = List.copyOf(checks);
    }
}
