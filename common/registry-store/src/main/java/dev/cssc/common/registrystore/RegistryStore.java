package dev.cssc.common.registrystore;

import dev.cssc.common.event.EventCodec;
import dev.cssc.common.event.RegistryChanged;
import dev.cssc.common.transaction.Tx;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

import java.util.List;
import java.util.Optional;

/** The newest that was told of each registry. Every method works within the caller's transaction. */
@ApplicationScoped
public class RegistryStore {
    private static final String KEEP = """
            insert into registry (name, version, change) values (:name, :version, :change)
            on conflict (name) do update set version = excluded.version, change = excluded.change
            where registry.version < excluded.version
            """;

    // Oldest first, so that of two with one host the newer one counts.
    private static final String ALL = "select change from registry order by version, name";

    private static final String FIND = "select change from registry where name = :name";

    private static final String LOCK = "lock table registry in share row exclusive mode";

    // The time makes versions rise even where this table was lost, and begins anew: others remember the old ones.
    private static final String NEXT_VERSION = """
            select greatest(coalesce((select version + 1 from registry where name = :name), 0),
                            cast(extract(epoch from clock_timestamp()) * 1000 as bigint))
            """;

    /** Keeps what was told, where it is newer than what is known; false where it is not. */
    public Uni<Boolean> keep(Tx tx, RegistryChanged change) {
        return tx.statement(KEEP)
                .setParameter("name", change.name())
                .setParameter("version", change.version())
                .setParameter("change", EventCodec.write(change))
                .executeUpdate()
                .map(rows -> rows == 1);
    }

    /** The newest of every name, removals included; the latest change last. */
    public Uni<List<RegistryChanged>> all(Tx tx) {
        return tx.column(ALL, String.class)
                .getResultList()
                .map(rows -> rows.stream().map(RegistryStore::read).toList());
    }

    /** The newest of that name, which may be its removal. */
    public Uni<Optional<RegistryChanged>> find(Tx tx, String name) {
        return tx.column(FIND, String.class)
                .setParameter("name", name)
                .getResultList()
                .map(rows -> rows.stream().findFirst().map(RegistryStore::read));
    }

    /** Lets nobody else change the table until the transaction ends. Reading goes on. */
    public Uni<Void> lock(Tx tx) {
        return tx.statement(LOCK).executeUpdate().replaceWithVoid();
    }

    /** A version above all that this name ever had. */
    public Uni<Long> nextVersion(Tx tx, String name) {
        return tx.column(NEXT_VERSION, Long.class).setParameter("name", name).getSingleResult();
    }

    private static RegistryChanged read(String row) {
        return EventCodec.read(row, RegistryChanged.class);
    }
}
