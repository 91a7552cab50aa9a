package dev.cssc.common.registrystore;

import dev.cssc.common.event.RegistryChanged;
import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.outbox.Handling;
import dev.cssc.common.registry.definition.DefinitionProblem;
import dev.cssc.common.registry.definition.DefinitionRules;
import dev.cssc.common.transaction.Tx;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/** What a service does with news of a registry: keeps it, and uses it at once. */
@ApplicationScoped
public class RegistryUpdates implements Handling<RegistryChanged> {
    private final RegistryStore store;
    private final RegistryRefresh refresh;

    RegistryUpdates(RegistryStore store, RegistryRefresh refresh) {
        this.store = store;
        this.refresh = refresh;
    }

    @Override
    public Uni<Void> handle(Tx tx, RegistryChanged change, UUID eventId) {
        requireRules(change);
        tx.afterCommit(refresh::wake);
        return store.keep(tx, change).replaceWithVoid();
    }

    /** Anybody may write to a topic that is open to him; the rules hold for him too. */
    private static void requireRules(RegistryChanged change) {
        List<DefinitionProblem> problems =
                change.registry().map(DefinitionRules::check).orElse(List.of());
        boolean misnamed =
                change.registry().filter(r -> !r.name().equals(change.name())).isPresent();
        if (!problems.isEmpty() || misnamed) {
            throw Failure.of(
                            ReasonCode.EVENT_INVALID,
                            "taking a change of registry " + change.name() + ": "
                                    + (misnamed
                                            ? "its definition has another name"
                                            : problems.stream()
                                                    .map(DefinitionProblem::toString)
                                                    .collect(Collectors.joining("; "))))
                    .toException();
        }
    }
}
