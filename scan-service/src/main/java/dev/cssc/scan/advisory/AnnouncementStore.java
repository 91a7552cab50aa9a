package dev.cssc.scan.advisory;

import dev.cssc.common.event.BecameFixable;
import dev.cssc.common.event.BecameFixable.Affected;
import dev.cssc.common.event.EventCodec;
import dev.cssc.common.event.Scanner;
import dev.cssc.common.event.Severity;
import dev.cssc.common.transaction.JsonRows;
import dev.cssc.common.transaction.Tx;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * What is to be told and was not yet, one row an image: it becomes true with the verdict that it follows from, and is gone with the event
 * that tells it. Every method works within the caller's transaction.
 */
@ApplicationScoped
class AnnouncementStore {

    // An image that waits already is told once, of all that is new.
    private static final String ADD = """
            insert into announcement as a (workflow, name, severity, rank, vulnerabilities, scanner)
            select workflow, name, severity, rank, vulnerabilities, cast(:scanner as text)
            from json_to_recordset(cast(cast(:rows as text) as json)) as r(
                workflow text, name text, severity text, rank integer, vulnerabilities text[])
            order by workflow, name
            on conflict (workflow, name) do update
            set severity = case when excluded.rank > a.rank then excluded.severity else a.severity end,
                rank = greatest(a.rank, excluded.rank),
                vulnerabilities = array(
                    select id
                    from unnest(case when excluded.rank > a.rank then excluded.vulnerabilities || a.vulnerabilities
                                else a.vulnerabilities || excluded.vulnerabilities end) with ordinality as ids(id, place)
                    order by place limit %d),
                scanner = excluded.scanner
            """.formatted(BecameFixable.MOST_VULNERABILITIES);

    // While a sweep goes on, something graver may still be found.
    private static final String DUE = """
            select workflow, scanner from announcement
            group by workflow, scanner
            having min(at) < now() - make_interval(secs => :longest)
                or not exists (select 1 from job where kind = :kind and state in ('QUEUED', 'RUNNING'))
            order by max(rank) desc, workflow
            """;

    private static final String TAKE = """
            with worst as (
                select workflow, name from announcement
                where workflow = :workflow and scanner = :scanner
                order by rank desc, name limit :most
                for update skip locked)
            delete from announcement a using worst where a.workflow = worst.workflow and a.name = worst.name
            returning a.number, a.name, a.severity, array_to_string(a.vulnerabilities, chr(10))
            """;

    /** Those that are told together: one workflow's, by one scanner. */
    @RegisterForReflection
    record Audience(String workflow, String scanner) {
        Scanner judge() {
            return EventCodec.read(scanner, Scanner.class);
        }
    }

    /** Adds the news among these changes. */
    Uni<Void> add(Tx tx, Collection<Change> changes, Scanner scanner) {
        List<Row> rows = changes.stream()
                .filter(Change::isNews)
                .map(Row::of)
                .sorted(Comparator.comparing(Row::workflow).thenComparing(Row::name))
                .toList();
        return rows.isEmpty()
                ? Uni.createFrom().voidItem()
                : tx.statement(ADD)
                        .setParameter("scanner", EventCodec.write(scanner))
                        .setParameter("rows", JsonRows.write(rows))
                        .executeUpdate()
                        .replaceWithVoid();
    }

    /** Who is to be told by now: all, where no sweep goes on; else those of whom something has waited for longer than that. */
    Uni<List<Audience>> due(Tx tx, Duration longest) {
        return JsonRows.all(tx, DUE, Map.of("longest", longest.toSeconds(), "kind", RejudgeOrder.KIND), Audience.class);
    }

    /** Takes the worst for those, at most so many; none where others are at it. */
    Uni<List<Announcement>> take(Tx tx, Audience audience, int most) {
        return tx.rows(TAKE)
                .setParameter("workflow", audience.workflow())
                .setParameter("scanner", audience.scanner())
                .setParameter("most", most)
                .getResultList()
                .map(rows -> rows.stream().map(AnnouncementStore::announcement).toList());
    }

    private static Announcement announcement(Object[] row) {
        String ids = (String) row[3];
        return new Announcement(
                ((Number) row[0]).longValue(),
                new Affected(
                        (String) row[1],
                        Severity.valueOf((String) row[2]),
                        ids.isEmpty() ? List.of() : List.of(ids.split("\n"))));
    }

    @RegisterForReflection
    record Row(String workflow, String name, Severity severity, int rank, List<String> vulnerabilities) {
        static Row of(Change change) {
            Severity worst = change.fresh().worst();
            return new Row(
                    change.now().workflow(),
                    change.now().name(),
                    worst,
                    worst.ordinal(),
                    change.fresh().vulnerabilities().stream()
                            .limit(BecameFixable.MOST_VULNERABILITIES)
                            .map(id -> id.replace("\0", ""))
                            .toList());
        }
    }
}
