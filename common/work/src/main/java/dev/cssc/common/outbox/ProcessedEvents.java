package dev.cssc.common.outbox;

import dev.cssc.common.transaction.Tx;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

import java.util.Collection;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** The ids of events that were handled: what makes a replay harmless. */
@ApplicationScoped
class ProcessedEvents {
    private static final String REMEMBER =
            "insert into processed_event (id) values (cast(:id as uuid)) on conflict (id) do nothing";

    private static final String REMEMBER_ALL = """
            insert into processed_event (id)
            select distinct cast(said as uuid) from unnest(string_to_array(:ids, ',')) as i(said) order by 1
            on conflict (id) do nothing
            returning cast(id as text)
            """;

    /** Remembers the ids; answers those that were not known. */
    Uni<Set<UUID>> rememberAll(Tx tx, Collection<UUID> ids) {
        return tx.column(REMEMBER_ALL, String.class)
                .setParameter("ids", ids.stream().map(UUID::toString).collect(Collectors.joining(",")))
                .getResultList()
                .map(fresh -> fresh.stream().map(UUID::fromString).collect(Collectors.toSet()));
    }

    /** Remembers the id; false where it was known already. */
    Uni<Boolean> remember(Tx tx, UUID id) {
        return tx.statement(REMEMBER)
                .setParameter("id", id.toString())
                .executeUpdate()
                .map(rows -> rows == 1);
    }
}
