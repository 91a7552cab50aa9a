package dev.cssc.patch.awaited;

import dev.cssc.common.event.BecameFixable.Affected;
import dev.cssc.common.event.ImageDue;
import dev.cssc.common.event.PackageUpgrade;
import dev.cssc.common.event.Severity;
import dev.cssc.common.event.VulnsFound;
import dev.cssc.common.transaction.Tx;
import dev.cssc.patch.meter.PatchMeters;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The images that wait for a fix, in the database. Each is looked at again after some hours, and again, until the fix was there or there
 * were enough looks; another fix, or another source, is counted anew. All times are the database's.
 */
@ApplicationScoped
public class AwaitedFixes {
    private static final String AWAIT = """
            insert into awaited_fix as known (workflow, image, awaited, looks, due_at, severity, vulnerabilities)
            values (:workflow, :image, :awaited, 1, case when :most > 0 then now() + make_interval(secs => :after) end,
                    :severity, :vulnerabilities)
            on conflict (workflow, image) do update set
                looks = case when known.awaited = excluded.awaited then known.looks + 1 else 1 end,
                due_at = case when known.awaited = excluded.awaited and known.looks >= :most then null else excluded.due_at end,
                awaited = excluded.awaited, severity = excluded.severity, vulnerabilities = excluded.vulnerabilities, at = now()
            """;

    private static final String FORGET = "delete from awaited_fix where workflow = :workflow and image = :image";

    private static final String TAKE_DUE = """
            update awaited_fix set due_at = null
            from (select workflow, image from awaited_fix where due_at <= now()
                  order by due_at limit :most for update skip locked) as due
            where awaited_fix.workflow = due.workflow and awaited_fix.image = due.image
            returning awaited_fix.workflow, awaited_fix.image, severity, vulnerabilities
            """;

    private static final String REMOVE_OLD =
            "delete from awaited_fix where due_at is null and at < now() - make_interval(days => :days)";

    /** Nobody looked at the image for so long: it is gone, or its workflow is. */
    private static final int OLD_DAYS = 90;

    private final AwaitedConfig config;
    private final PatchMeters meters;

    AwaitedFixes(AwaitedConfig config, PatchMeters meters) {
        this.config = config;
        this.meters = meters;
    }

    /**
     * Says which of an image's packages no repository held in the version that fixes them, at this patch; none where all were there. An
     * image that another producer announced is nobody's to announce again.
     */
    public Uni<Void> told(Tx tx, VulnsFound found, Collection<PackageUpgrade> unavailable) {
        meters.unavailable(tx, unavailable.size());
        if (found.workflow().equals(ImageDue.FOREIGN_WORKFLOW)) {
            return Uni.createFrom().voidItem();
        }
        return unavailable.isEmpty() ? forget(tx, found) : await(tx, AwaitedFix.of(found, unavailable));
    }

    private Uni<Void> await(Tx tx, AwaitedFix fix) {
        return tx.statement(AWAIT)
                .setParameter("workflow", fix.workflow())
                .setParameter("image", fix.image())
                .setParameter("awaited", fix.awaited().value())
                .setParameter("most", config.looks())
                .setParameter("after", config.after().toMillis() / 1000.0)
                .setParameter("severity", fix.severity().name())
                .setParameter("vulnerabilities", String.join("\n", fix.vulnerabilities()))
                .executeUpdate()
                .replaceWithVoid();
    }

    private static Uni<Void> forget(Tx tx, VulnsFound found) {
        return tx.statement(FORGET)
                .setParameter("workflow", found.workflow())
                .setParameter("image", found.source().name())
                .executeUpdate()
                .replaceWithVoid();
    }

    /** Takes images whose time has come, by workflow, worst first. They do not come again before they were told of anew. */
    Uni<Map<String, List<Affected>>> takeDue(Tx tx, int most) {
        return tx.rows(TAKE_DUE)
                .setParameter("most", most)
                .getResultList()
                .invoke(rows -> meters.lookedAgain(tx, rows.size()))
                .map(rows -> rows.stream()
                        .collect(Collectors.groupingBy(
                                row -> (String) row[0],
                                TreeMap::new,
                                Collectors.mapping(AwaitedFixes::affected, Collectors.toList()))));
    }

    /** Forgets the images that nobody has looked at for long. */
    Uni<Void> removeOld(Tx tx) {
        return tx.statement(REMOVE_OLD)
                .setParameter("days", OLD_DAYS)
                .executeUpdate()
                .replaceWithVoid();
    }

    private static Affected affected(Object[] row) {
        return new Affected(
                (String) row[1],
                Severity.valueOf((String) row[2]),
                ((String) row[3]).lines().toList());
    }
}
