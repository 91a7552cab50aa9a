package dev.cssc.scan.inventory;

import dev.cssc.common.image.Digest;
import dev.cssc.common.transaction.JsonRows;
import dev.cssc.common.transaction.Tx;
import dev.cssc.scan.engine.Knowledge;
import dev.cssc.scan.engine.ScanOutcome;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What was judged of each package set by which knowledge, and, to search by, the findings of the newest judgement. A judgement never changes
 * once it is stored: equal knowledge judges equally. Every method works within the caller's transaction.
 */
@ApplicationScoped
public class JudgementStore {

    // Two judgements of one set by different knowledge take turns, so that the findings to search by are one's alone.
    // No stronger lock: whoever stores another image with the set holds a key share of its row by then.
    private static final String LOCK = """
            select id from package_set where id = any (cast(string_to_array(:sets, ',') as bigint[])) order by id for no key update
            """;

    private static final String HOLD = """
            select id from package_set
            where id in (
                select m.package_set
                from image_platform p join manifest m on m.digest = p.manifest and m.engine = :engine
                where p.digest = :digest)
            order by id for share
            """;

    private static final String ADD = """
            insert into judgement (package_set, knowledge, end_of_life, stale, findings)
            select package_set, :knowledge, end_of_life, stale, decode(findings, 'base64')
            from json_to_recordset(cast(cast(:judgements as text) as json)) as j(
                package_set bigint, end_of_life boolean, stale boolean, findings text)
            on conflict (package_set, knowledge) do nothing
            returning package_set
            """;

    // Knowledge takes its turn as it comes, and again when an operator goes back to it. A replica that judges by an
    // earlier one still does not put its answer in the place of a later one.
    private static final String MARK_NEWEST = """
            update package_set s set knowledge = :knowledge
            where s.id = any (cast(string_to_array(:sets, ',') as bigint[]))
              and not exists (
                  select 1 from knowledge now join knowledge mine on mine.id = :knowledge
                  where now.id = s.knowledge and now.turn > mine.turn)
            returning s.id
            """;

    private static final String LEFT_BEHIND = """
            select s.id from package_set s
            join judgement j on j.package_set = s.id and j.knowledge = :knowledge
            join knowledge mine on mine.id = j.knowledge
            join knowledge now on now.id = s.knowledge and now.turn < mine.turn
            where s.id = any (cast(string_to_array(:sets, ',') as bigint[]))
            order by s.id for no key update of s
            """;

    private static final String CLEAR_FINDINGS =
            "delete from finding where package_set = any (cast(string_to_array(:sets, ',') as bigint[]))";

    private static final String ADD_FINDINGS = """
            insert into finding (package_set, vulnerability, package, installed, fixed, severity)
            select package_set, vulnerability, package_name, installed, fixed, severity
            from json_to_recordset(cast(cast(:findings as text) as json)) as f(
                package_set bigint, vulnerability text, package_name text, installed text, fixed text, severity text)
            """;

    private static final String SELECT =
            "select j.package_set, j.end_of_life, encode(j.findings, 'base64') as findings ";

    private static final String OF_SETS = " where j.package_set = any (cast(string_to_array(:sets, ',') as bigint[])) ";

    private static final String BY_NUMBER = " from judgement j " + OF_SETS + " and j.knowledge = :knowledge";

    private static final String BY_KNOWLEDGE = " from judgement j join knowledge k on k.id = j.knowledge " + OF_SETS
            + " and k.name = :name and k.version = :version and k.database = :database and k.options = :options";

    private static final String NEWEST =
            " from package_set s join judgement j on j.package_set = s.id and j.knowledge = s.knowledge " + OF_SETS;

    private static final String REMOVE_SUPERSEDED = """
            delete from judgement where (package_set, knowledge) in (
                select j.package_set, j.knowledge
                from judgement j join package_set s on s.id = j.package_set
                where j.at < now() - make_interval(secs => :age) and j.knowledge <> s.knowledge
                limit :batch)
            """;

    /** What was judged of one package set. */
    public record Judgement(boolean endOfLife, Findings findings) {}

    /** Has no new judgement of the image's package sets, as that engine read them, become true before this transaction's end. */
    public Uni<Void> hold(Tx tx, String engine, Digest image) {
        return tx.column(HOLD, Long.class)
                .setParameter("engine", engine)
                .setParameter("digest", image.value())
                .getResultList()
                .replaceWithVoid();
    }

    /** Stores what that knowledge found in each set, by the set's number; what is stored already stays. */
    public Uni<Void> keep(Tx tx, long knowledge, Map<Long, ScanOutcome.Scanned> scans) {
        if (scans.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        List<JudgementRow> rows = new TreeMap<>(scans)
                .entrySet().stream()
                        .map(entry -> JudgementRow.of(entry.getKey(), entry.getValue()))
                        .toList();
        return tx.column(LOCK, Long.class)
                .setParameter("sets", Numbers.list(scans.keySet()))
                .getResultList()
                .chain(() -> tx.column(ADD, Long.class)
                        .setParameter("knowledge", knowledge)
                        .setParameter("judgements", JsonRows.write(rows))
                        .getResultList())
                .flatMap(added -> added.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : replaceFindings(tx, knowledge, findings(scans), new HashSet<>(added)));
    }

    private static Map<Long, Findings> findings(Map<Long, ScanOutcome.Scanned> scans) {
        return scans.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> Findings.of(entry.getValue())));
    }

    /**
     * Makes that knowledge's judgements the newest again of those of the sets whose newest is by one that it was put back in the place of
     * ({@link KnowledgeStore#useAgain}).
     */
    public Uni<Void> bringBack(Tx tx, long knowledge, Collection<Long> sets) {
        return tx.column(LEFT_BEHIND, Long.class)
                .setParameter("knowledge", knowledge)
                .setParameter("sets", Numbers.list(sets))
                .getResultList()
                .flatMap(behind -> behind.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : read(tx, knowledge, behind)
                                .flatMap(stored -> replaceFindings(
                                        tx,
                                        knowledge,
                                        stored.entrySet().stream()
                                                .collect(Collectors.toMap(
                                                        Map.Entry::getKey,
                                                        entry ->
                                                                entry.getValue().findings())),
                                        stored.keySet())));
    }

    private static Uni<Void> replaceFindings(Tx tx, long knowledge, Map<Long, Findings> found, Set<Long> sets) {
        return tx.column(MARK_NEWEST, Long.class)
                .setParameter("knowledge", knowledge)
                .setParameter("sets", Numbers.list(sets))
                .getResultList()
                .flatMap(newest -> newest.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : writeFindings(tx, found, new HashSet<>(newest)));
    }

    private static Uni<Void> writeFindings(Tx tx, Map<Long, Findings> found, Set<Long> sets) {
        List<FindingRow> rows = new ArrayList<>();
        found.forEach((set, findings) -> {
            if (sets.contains(set)) {
                FindingRow.addAll(rows, set, findings);
            }
        });
        return tx.statement(CLEAR_FINDINGS)
                .setParameter("sets", Numbers.list(sets))
                .executeUpdate()
                .chain(() -> tx.statement(ADD_FINDINGS)
                        .setParameter("findings", JsonRows.write(rows))
                        .executeUpdate())
                .replaceWithVoid();
    }

    /** What that knowledge found in those of the sets that it judged. */
    public Uni<Map<Long, Judgement>> read(Tx tx, Knowledge knowledge, Collection<Long> sets) {
        return sets.isEmpty()
                ? Uni.createFrom().item(Map.of())
                : bySet(JsonRows.all(tx, SELECT + BY_KNOWLEDGE, parameters(knowledge, sets), Stored.class));
    }

    /** Those of the sets that this knowledge judged. */
    Uni<Set<Long>> judged(Tx tx, Knowledge knowledge, Collection<Long> sets) {
        var query = tx.column("select j.package_set " + BY_KNOWLEDGE, Long.class);
        parameters(knowledge, sets).forEach(query::setParameter);
        return query.getResultList().map(Set::copyOf);
    }

    private static Map<String, String> parameters(Knowledge knowledge, Collection<Long> sets) {
        Map<String, String> parameters = new HashMap<>(KnowledgeStore.columns(knowledge));
        parameters.put("sets", Numbers.list(sets));
        return parameters;
    }

    private static Uni<Map<Long, Judgement>> read(Tx tx, long knowledge, Collection<Long> sets) {
        return bySet(JsonRows.all(
                tx, SELECT + BY_NUMBER, Map.of("knowledge", knowledge, "sets", Numbers.list(sets)), Stored.class));
    }

    /** The newest judgement of each of the sets that has one. */
    public Uni<Map<Long, Judgement>> readNewest(Tx tx, Collection<Long> sets) {
        return bySet(JsonRows.all(tx, SELECT + NEWEST, Map.of("sets", Numbers.list(sets)), Stored.class));
    }

    private static Uni<Map<Long, Judgement>> bySet(Uni<List<Stored>> rows) {
        return rows.map(all -> all.stream().collect(Collectors.toMap(Stored::packageSet, Stored::judgement)));
    }

    /** Removes judgements of that age that are not the newest of their set; answers how many, at most {@code batch}. */
    Uni<Integer> removeSuperseded(Tx tx, Duration age, int batch) {
        return tx.statement(REMOVE_SUPERSEDED)
                .setParameter("age", age.toSeconds())
                .setParameter("batch", batch)
                .executeUpdate();
    }

    @RegisterForReflection
    record JudgementRow(long packageSet, boolean endOfLife, Optional<Boolean> stale, String findings) {
        static JudgementRow of(long set, ScanOutcome.Scanned scan) {
            return new JudgementRow(
                    set, scan.inventory().endOfLife(), scan.scanner().stale(), Compressed.json(Findings.of(scan)));
        }
    }

    @RegisterForReflection
    record Stored(long packageSet, boolean endOfLife, String findings) {
        Judgement judgement() {
            return new Judgement(endOfLife, Compressed.read(findings, Findings.class));
        }
    }
}
