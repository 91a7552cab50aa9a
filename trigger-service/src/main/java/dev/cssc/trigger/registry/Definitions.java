package dev.cssc.trigger.registry;

import dev.cssc.common.event.RegistryChanged;
import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.FailureException;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.outbox.Outbox;
import dev.cssc.common.registry.Registries;
import dev.cssc.common.registry.definition.RegistryDefinition;
import dev.cssc.common.registrystore.RegistryStore;
import dev.cssc.common.request.Precondition;
import dev.cssc.common.transaction.Tx;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Defines, changes and removes registries. Every method works within the caller's transaction, and tells the other services with it. One
 * change goes on at a time, so that a host is defined once.
 */
@ApplicationScoped
class Definitions {
    private static final int ONLY_ATTEMPT = 1;

    private final RegistryStore store;
    private final Registries registries;
    private final WorkflowsOfRegistry workflows;
    private final Outbox outbox;

    Definitions(RegistryStore store, Registries registries, WorkflowsOfRegistry workflows, Outbox outbox) {
        this.store = store;
        this.registries = registries;
        this.workflows = workflows;
        this.outbox = outbox;
    }

    /** A definition that is stored, and its version. */
    record Defined(RegistryDefinition definition, long version, Instant at) {

        static Optional<Defined> of(RegistryChanged change) {
            return change.registry().map(definition -> new Defined(definition, change.version(), change.at()));
        }

        String entityTag() {
            return Long.toString(version);
        }
    }

    /**
     * Defines a registry.
     *
     * @throws FailureException (in the answer) with {@link ReasonCode#REGISTRY_EXISTS} where its name or host is defined already
     */
    Uni<Defined> create(Tx tx, RegistryDefinition definition, Instant now) {
        if (registries.isConfigured(definition.name(), definition.host())) {
            throw exists(definition, "the services' configuration, which wins, has a registry of that name or host");
        }
        return store.lock(tx).chain(() -> store.all(tx)).flatMap(all -> {
            defined(all).stream()
                    .filter(other -> other.definition().name().equals(definition.name())
                            || other.definition().host().equalsIgnoreCase(definition.host()))
                    .findFirst()
                    .ifPresent(other -> {
                        throw exists(
                                definition,
                                "registry " + other.definition().name() + " has host "
                                        + other.definition().host());
                    });
            return tell(tx, definition.name(), Optional.of(definition), now)
                    .map(change -> new Defined(definition, change.version(), now));
        });
    }

    private static FailureException exists(RegistryDefinition definition, String why) {
        return Failure.of(
                        ReasonCode.REGISTRY_EXISTS,
                        "defining registry " + definition.name() + " (" + definition.host() + "): " + why)
                .toException();
    }

    /**
     * Puts the definition in the place of the one of its name. One that says the same changes nothing.
     *
     * @throws FailureException (in the answer) with {@link ReasonCode#REGISTRY_CHANGED} where the precondition does not hold
     */
    Uni<Defined> change(Tx tx, RegistryDefinition definition, Precondition precondition, Instant now) {
        return store.lock(tx).chain(() -> find(tx, definition.name())).flatMap(present -> {
            require(present, precondition);
            if (!present.definition().host().equalsIgnoreCase(definition.host())) {
                throw Failure.of(
                                ReasonCode.REQUEST_INVALID,
                                "changing registry " + definition.name() + ": a registry keeps its host "
                                        + present.definition().host() + "; define another one for "
                                        + definition.host())
                        .toException();
            }
            return present.definition().equals(definition)
                    ? Uni.createFrom().item(present)
                    : tell(tx, definition.name(), Optional.of(definition), now)
                            .map(change -> new Defined(definition, change.version(), now));
        });
    }

    /**
     * Removes the registry.
     *
     * @param force although workflows use it, whose runs will fail
     * @throws FailureException (in the answer) with {@link ReasonCode#REGISTRY_IN_USE}
     */
    Uni<Void> remove(Tx tx, String name, boolean force, Precondition precondition, Instant now) {
        return store.lock(tx).chain(() -> find(tx, name)).flatMap(present -> {
            require(present, precondition);
            return workflows.using(tx, present.definition().host()).flatMap(users -> {
                if (!users.isEmpty() && !force) {
                    throw Failure.of(
                                    ReasonCode.REGISTRY_IN_USE,
                                    "removing registry " + name + " ("
                                            + present.definition().host() + "): used by workflows "
                                            + String.join(", ", users))
                            .toException();
                }
                return tell(tx, name, Optional.empty(), now).replaceWithVoid();
            });
        });
    }

    private static void require(Defined present, Precondition precondition) {
        if (!precondition.holds(present.entityTag())) {
            throw Failure.of(
                            ReasonCode.REGISTRY_CHANGED,
                            "registry " + present.definition().name() + " has the entity tag \"" + present.entityTag()
                                    + "\" now")
                    .toException();
        }
    }

    private Uni<RegistryChanged> tell(Tx tx, String name, Optional<RegistryDefinition> definition, Instant now) {
        return store.nextVersion(tx, name).flatMap(version -> {
            RegistryChanged change = new RegistryChanged(name, version, definition, now);
            return store.keep(tx, change)
                    .chain(() -> outbox.append(tx, ONLY_ATTEMPT, change))
                    .replaceWith(change);
        });
    }

    /** All that are stored, by name. */
    Uni<List<Defined>> all(Tx tx) {
        return store.all(tx).map(Definitions::defined);
    }

    /**
     * The stored registry of that name.
     *
     * @throws FailureException (in the answer) with {@link ReasonCode#REGISTRY_NOT_FOUND}, or {@link ReasonCode#REGISTRY_READ_ONLY} where
     *     the configuration has one of that name
     */
    Uni<Defined> find(Tx tx, String name) {
        if (registries.configured(name).isPresent()) {
            throw Failure.of(
                            ReasonCode.REGISTRY_READ_ONLY,
                            "registry " + name + " is defined by the services' configuration")
                    .toException();
        }
        return store.find(tx, name)
                .map(change -> change.flatMap(Defined::of)
                        .orElseThrow(
                                () -> Failure.of(ReasonCode.REGISTRY_NOT_FOUND, "there is no registry named " + name)
                                        .toException()));
    }

    private static List<Defined> defined(List<RegistryChanged> changes) {
        return changes.stream()
                .map(Defined::of)
                .flatMap(Optional::stream)
                .sorted(java.util.Comparator.comparing(d -> d.definition().name()))
                .toList();
    }
}
