package dev.cssc.patch.graft;

import dev.cssc.common.image.Digest;
import dev.cssc.common.layer.LayerPaths;
import dev.cssc.common.layer.LayerReading;
import dev.cssc.common.transaction.Transactions;
import dev.cssc.common.transaction.Tx;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

import java.util.Base64;
import java.util.Optional;

/** What was read of layers, in the database. Bounded: what nobody asks for any more goes, and of all the oldest beyond a number. */
@ApplicationScoped
class LayerStore {
    private static final int MOST_LAYERS = 20_000;
    private static final int BATCH = 200;

    private static final String FIND =
            "select diff_id, paths, unreadable from layer_paths where digest = :digest and form = :form";

    // Once a day is often enough to know what is in use.
    private static final String USED =
            "update layer_paths set used_at = now() where digest = :digest and used_at < now() - interval '1 day'";

    private static final String KEEP = """
            insert into layer_paths (digest, form, diff_id, paths, unreadable)
            values (:digest, :form, :diff, :paths, :unreadable)
            on conflict (digest) do update
            set form = excluded.form, diff_id = excluded.diff_id, paths = excluded.paths, unreadable = excluded.unreadable
            """;

    private static final String FORGET = """
            delete from layer_paths where digest in (
                (select digest from layer_paths where used_at < now() - make_interval(secs => :keep) limit :batch)
                union
                (select digest from layer_paths order by used_at desc offset :most limit :batch))
            """;

    private final Transactions transactions;
    private final GraftConfig config;

    LayerStore(Transactions transactions, GraftConfig config) {
        this.transactions = transactions;
        this.config = config;
    }

    Optional<LayerReading> find(Digest layer) {
        return transactions.await(tx -> tx.statement(USED)
                .setParameter("digest", layer.value())
                .executeUpdate()
                .chain(() -> tx.rows(FIND)
                        .setParameter("digest", layer.value())
                        .setParameter("form", LayerPathsForm.VERSION)
                        .getResultList())
                .map(rows -> rows.stream().findFirst().map(LayerStore::reading)));
    }

    void keep(Digest layer, LayerReading reading) {
        transactions.await(tx -> switch (reading) {
            case LayerReading.Read(LayerPaths paths, Digest diffId) ->
                insert(tx, layer, diffId.value(), Base64.getEncoder().encodeToString(LayerPathsForm.write(paths)), "");
            case LayerReading.Unreadable(String why) -> insert(tx, layer, "", "", why);
        });
    }

    private Uni<Void> insert(Tx tx, Digest layer, String diffId, String paths, String unreadable) {
        return tx.statement(KEEP)
                .setParameter("digest", layer.value())
                .setParameter("form", LayerPathsForm.VERSION)
                .setParameter("diff", diffId)
                .setParameter("paths", paths)
                .setParameter("unreadable", unreadable)
                .executeUpdate()
                .chain(() -> tx.statement(FORGET)
                        .setParameter("keep", config.keep().toMillis() / 1000.0)
                        .setParameter("most", MOST_LAYERS)
                        .setParameter("batch", BATCH)
                        .executeUpdate())
                .replaceWithVoid();
    }

    private static LayerReading reading(Object[] row) {
        String unreadable = (String) row[2];
        return unreadable.isEmpty()
                ? new LayerReading.Read(
                        LayerPathsForm.read(Base64.getDecoder().decode((String) row[1])), new Digest((String) row[0]))
                : new LayerReading.Unreadable(unreadable);
    }
}
