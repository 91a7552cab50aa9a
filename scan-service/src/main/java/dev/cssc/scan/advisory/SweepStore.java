package dev.cssc.scan.advisory;

import dev.cssc.common.event.Scanner;
import dev.cssc.common.image.Digest;
import dev.cssc.common.transaction.JsonRows;
import dev.cssc.common.transaction.Tx;
import dev.cssc.scan.inventory.Numbers;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Which knowledge was swept with, and what there is to sweep. Every method works within the caller's transaction. */
@ApplicationScoped
public class SweepStore {

    static final String WATCHED_SETS = """
            select distinct m.package_set as id
            from watched_image w
            join image_platform p on p.digest = w.digest
            join manifest m on m.digest = p.manifest and m.engine = :engine
            where m.package_set is not null
            """;

    private static final String BEGIN = """
            insert into sweep (knowledge, chunks) values (:knowledge, 0) on conflict (knowledge) do nothing
            """;

    private static final String NOTE = """
            update sweep set chunks = :chunks, sets = (select count(*) from (%s) as watched) where knowledge = :knowledge
            """.formatted(WATCHED_SETS);

    private static final String CHUNKS = """
            select min(id) as first, max(id) as last
            from (select id, (row_number() over (order by id) - 1) / :size as chunk from (%s) as watched) as numbered
            group by chunk order by chunk
            """.formatted(WATCHED_SETS);

    // Only where no job of a sweep is left: what those still have to do is not late.
    private static final String LATE = """
            select min(id) as first, max(id) as last
            from (select id, (row_number() over (order by id) - 1) / :size as chunk
                  from (%s) as watched
                  where (not exists (select 1 from judgement j where j.package_set = watched.id and j.knowledge = :knowledge)
                         or exists (select 1 from unsettled u where u.package_set = watched.id)
                         or exists (select 1 from package_set s
                                    join knowledge now on now.id = s.knowledge
                                    join knowledge mine on mine.id = :knowledge and mine.turn > now.turn
                                    where s.id = watched.id))
                    and not exists (select 1 from job where kind = :kind and state in ('QUEUED', 'RUNNING'))) as numbered
            group by chunk order by chunk
            """.formatted(WATCHED_SETS);

    private static final String SETS =
            "select id from (" + WATCHED_SETS + ") as watched where id between :first and :last order by id";

    private static final String JUDGED = """
            select package_set from judgement
            where knowledge = :knowledge and package_set = any (cast(string_to_array(:sets, ',') as bigint[]))
            """;

    private static final String UNSETTLED = """
            insert into unsettled (package_set, knowledge)
            select id, cast(:knowledge as bigint) from package_set
            where id = any (cast(string_to_array(:sets, ',') as bigint[])) order by id
            on conflict (package_set) do update set knowledge = greatest(unsettled.knowledge, excluded.knowledge)
            """;

    // Numbered 0, so that whoever looks at them next settles them.
    private static final String OVERTAKEN = """
            insert into unsettled (package_set, knowledge)
            select distinct s.id, cast(0 as bigint)
            from image_platform p
            join manifest m on m.digest = p.manifest and m.engine = :name
            join package_set s on s.id = m.package_set
            join knowledge k on k.id = s.knowledge
            where p.digest = :digest and k.name = :name and k.version = :version and k.database = :database
            order by 1
            on conflict (package_set) do nothing
            """;

    // What a withdrawn database left to look at is looked at by the one that is in use instead.
    private static final String WITHDRAWN = "update unsettled set knowledge = 0 where knowledge > :knowledge";

    private static final String SETTLED = """
            delete from unsettled
            where package_set = any (cast(string_to_array(:sets, ',') as bigint[])) and knowledge <= :knowledge
            """;

    /**
     * A range of package sets.
     *
     * @param first number of the first
     * @param last number of the last
     */
    @RegisterForReflection
    public record Chunk(long first, long last) {}

    /** Begins the sweep with that knowledge; false where it was begun before, here or elsewhere. There is one, ever. */
    Uni<Boolean> begin(Tx tx, long knowledge) {
        return tx.statement(BEGIN)
                .setParameter("knowledge", knowledge)
                .executeUpdate()
                .map(rows -> rows == 1);
    }

    /** The package sets of watched images in ranges of that many, as that engine read them. */
    Uni<List<Chunk>> chunks(Tx tx, String engine, int size) {
        return JsonRows.all(tx, CHUNKS, Map.of("engine", engine, "size", size), Chunk.class);
    }

    /**
     * Ranges with package sets of watched images that this knowledge has not judged, or whose images were not all looked at, although its
     * sweep is over: an image that was judged by an older database meanwhile, a range that was given up, or what a database judged that an
     * operator withdrew.
     */
    Uni<List<Chunk>> late(Tx tx, long knowledge, String engine, int size) {
        return JsonRows.all(
                tx,
                LATE,
                Map.of("engine", engine, "size", size, "knowledge", knowledge, "kind", RejudgeOrder.KIND),
                Chunk.class);
    }

    /** Notes that not all images that have these sets were looked at yet since that knowledge judged them: whoever comes next has to. */
    Uni<Void> unsettled(Tx tx, long knowledge, Collection<Long> sets) {
        return settle(tx, UNSETTLED, knowledge, sets);
    }

    /**
     * Notes that the image was judged by an older database than its package sets, whose sweep may be over already: it is looked at once more.
     *
     * @param now who judges by now
     */
    public Uni<Void> overtaken(Tx tx, Digest image, Scanner now) {
        return tx.statement(OVERTAKEN)
                .setParameter("digest", image.value())
                .setParameter("name", now.name())
                .setParameter("version", now.version())
                .setParameter("database", now.database())
                .executeUpdate()
                .replaceWithVoid();
    }

    /** Notes that databases that came after that knowledge were withdrawn: what they left to look at is no longer theirs. */
    Uni<Void> withdrawn(Tx tx, long knowledge) {
        return tx.statement(WITHDRAWN)
                .setParameter("knowledge", knowledge)
                .executeUpdate()
                .replaceWithVoid();
    }

    /** Notes that all were. */
    Uni<Void> settled(Tx tx, long knowledge, Collection<Long> sets) {
        return settle(tx, SETTLED, knowledge, sets);
    }

    private static Uni<Void> settle(Tx tx, String statement, long knowledge, Collection<Long> sets) {
        return tx.statement(statement)
                .setParameter("knowledge", knowledge)
                .setParameter("sets", Numbers.list(sets))
                .executeUpdate()
                .replaceWithVoid();
    }

    /** Notes into how many chunks the sweep was cut, and how many package sets there are. */
    Uni<Void> note(Tx tx, long knowledge, String engine, int chunks) {
        return tx.statement(NOTE)
                .setParameter("engine", engine)
                .setParameter("knowledge", knowledge)
                .setParameter("chunks", chunks)
                .executeUpdate()
                .replaceWithVoid();
    }

    /** The package sets of watched images in the range. */
    Uni<List<Long>> sets(Tx tx, String engine, Chunk chunk) {
        return tx.column(SETS, Long.class)
                .setParameter("engine", engine)
                .setParameter("first", chunk.first())
                .setParameter("last", chunk.last())
                .getResultList();
    }

    /** Those of the sets that this knowledge judged already. */
    Uni<List<Long>> judged(Tx tx, long knowledge, Collection<Long> sets) {
        return tx.column(JUDGED, Long.class)
                .setParameter("knowledge", knowledge)
                .setParameter("sets", Numbers.list(sets))
                .getResultList();
    }
}
