package dev.cssc.scan.inventory;

import dev.cssc.common.transaction.Tx;
import dev.cssc.scan.engine.Knowledge;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

import java.util.Map;
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

    private static final String USE_AGAIN = """
            update knowledge set turn = nextval('knowledge_turn')
            where id = :id and exists (select 1 from knowledge other where other.name = knowledge.name and other.turn > knowledge.turn)
            """;

    private static final String LATER = """
            select not exists (
                select 1 from knowledge one join knowledge other on other.turn >= one.turn where one.id = :one and other.id = :other)
            """;

    /** Its number; empty where nothing was judged by it yet. */
    public Uni<Optional<Long>> find(Tx tx, Knowledge knowledge) {
        var query = tx.column(FIND, Long.class);
        columns(knowledge).forEach(query::setParameter);
        return query.getResultList().map(rows -> rows.stream().findFirst());
    }

    /** Its number, given now where it has none. */
    public Uni<Long> number(Tx tx, Knowledge knowledge) {
        return find(tx, knowledge)
                .flatMap(found -> found.map(Uni.createFrom()::item)
                        .orElseGet(() -> add(tx, knowledge)
                                .chain(() -> find(tx, knowledge).map(Optional::orElseThrow))));
    }

    /**
     * Notes that this is what judges from now on, whatever came into use after it: an operator went back to it. Answers false where nothing
     * did.
     */
    public Uni<Boolean> useAgain(Tx tx, long number) {
        return tx.statement(USE_AGAIN)
                .setParameter("id", number)
                .executeUpdate()
                .map(rows -> rows == 1);
    }

    /** Whether the one came into use after the other, which may be known no more. */
    public Uni<Boolean> isLater(Tx tx, long one, long other) {
        return tx.column(LATER, Boolean.class)
                .setParameter("one", one)
                .setParameter("other", other)
                .getSingleResult();
    }

    private static Uni<Integer> add(Tx tx, Knowledge knowledge) {
        var query = tx.statement(ADD);
        columns(knowledge).forEach(query::setParameter);
        return query.executeUpdate();
    }

    /** What it is known by, by the names of its columns. */
    static Map<String, String> columns(Knowledge knowledge) {
        return Map.of(
                "name",
                knowledge.scanner().name(),
                "version",
                knowledge.scanner().version(),
                "database",
                knowledge.scanner().database(),
                "options",
                knowledge.options());
    }
}
