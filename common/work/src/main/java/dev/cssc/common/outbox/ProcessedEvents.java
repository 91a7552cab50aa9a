package dev.cssc.common.outbox;

import dev.cssc.common.transaction.Tx;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

import java.util.UUID;

/** The ids of events that were handled: what makes a replay harmless. */
@ApplicationScoped
class ProcessedEvents {
    private static final String REMEMBER =
            "insert into processed_event (id) values (cast(:id as uuid)) on conflict (id) do nothing";

    /** Remembers the id; false where it was known already. */
    Uni<Boolean> remember(Tx tx, UUID id) {
        return tx.session()
                .createNativeQuery(REMEMBER)
                .setParameter("id", id.toString())
                .executeUpdate()
                .map(rows -> rows == 1);
    }
}
