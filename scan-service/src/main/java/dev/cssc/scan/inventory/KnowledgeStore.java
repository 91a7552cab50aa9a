package dev.cssc.scan.inventory;

import dev.cssc.common.transaction.Tx;
import dev.cssc.scan.engine.Knowledge;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

import java.util.Optional;

/** Numbers for what judgements are made by. Every method works within the caller's transaction. */
@ApplicationScoped
public class KnowledgeStore {

    private static final String FIND = """
            select id from knowledge
            where name = :name and version = :version and database = :database and options = :options
            """;

    private static final String ADD = """
            insert into knowledge (name, version, database, options) values (:name, :version, :database, :options)
            on conflict (name, version, database, options) do nothing
            """;

    /** Its number; empty where nothing was judged by it yet. */
    public Uni<Optional<Long>> find(Tx tx, Knowledge knowledge) {
        return tx.session()
                .createNativeQuery(FIND, Long.class)
                .setParameter("name", knowledge.scanner().name())
                .setParameter("version", knowledge.scanner().version())
                .setParameter("database", knowledge.scanner().database())
                .setParameter("options", knowledge.options())
                .getResultList()
                .map(rows -> rows.stream().findFirst());
    }

    /** Its number, given now where it has none. */
    public Uni<Long> number(Tx tx, Knowledge knowledge) {
        return find(tx, knowledge)
                .flatMap(found -> found.map(Uni.createFrom()::item)
                        .orElseGet(() -> add(tx, knowledge)
                                .chain(() -> find(tx, knowledge).map(Optional::orElseThrow))));
    }

    private static Uni<Integer> add(Tx tx, Knowledge knowledge) {
        return tx.session()
                .createNativeQuery(ADD)
                .setParameter("name", knowledge.scanner().name())
                .setParameter("version", knowledge.scanner().version())
                .setParameter("database", knowledge.scanner().database())
                .setParameter("options", knowledge.options())
                .executeUpdate();
    }
}
