package dev.cssc.common.job;

import dev.cssc.common.job.Lease.Hold;
import dev.cssc.common.transaction.JsonRows;
import dev.cssc.common.transaction.Tx;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Prolongs many leases with one statement: a process on a busy machine gets to renew as seldom as the machine lets it, and then must not
 * need a turn for each of its jobs. The statement waits for nobody, so that one job whose row is locked costs no other one its lease.
 */
@ApplicationScoped
class LeaseRenewal {
    /**
     * Which of the leases are valid is read apart from which rows are free: a row that somebody has locked is no lost lease. Who writes a line of
     * the job's log locks its key only, and is in nobody's way.
     */
    private static final String RENEW = """
            with kept as (
                select job as id, fence from json_to_recordset(cast(cast(:leases as text) as json)) as l(job uuid, fence bigint)
            ),
            valid as (
                select job.id, job.fence, job.cancel_requested
                from job join kept on kept.id = job.id and kept.fence = job.fence
                where job.state = 'RUNNING'
            ),
            free as (
                select job.id
                from job join kept on kept.id = job.id and kept.fence = job.fence
                where job.state = 'RUNNING'
                for no key update of job skip locked
            ),
            renewed as (
                update job set lease_until = now() + make_interval(secs => :lease)
                from free where job.id = free.id
                returning job.id
            )
            select cast(valid.id as text), valid.fence, valid.cancel_requested, renewed.id is not null
            from valid left join renewed on renewed.id = valid.id
            """;

    private final WorkerConfig config;

    LeaseRenewal(WorkerConfig config) {
        this.config = config;
    }

    /**
     * Prolongs those of the leases that are valid, and tells of each what it met. One is missing in the answer whose row is locked, by its
     * own end or by a cancellation: it was not prolonged, and is to be tried again.
     */
    Uni<Map<Lease, Hold>> renew(Tx tx, Collection<Lease> leases) {
        return tx.rows(RENEW)
                .setParameter("leases", JsonRows.write(leases))
                .setParameter("lease", config.lease().toMillis() / 1000.0)
                .getResultList()
                .map(rows -> holds(leases, rows));
    }

    private static Map<Lease, Hold> holds(Collection<Lease> leases, List<Object[]> valid) {
        // By fence too: after a long pause a process may have two leases of one job, and one of them is lost.
        Map<Lease, Object[]> rows = new HashMap<>();
        valid.forEach(row -> rows.put(new Lease(UUID.fromString((String) row[0]), ((Number) row[1]).longValue()), row));
        Map<Lease, Hold> holds = new HashMap<>();
        for (Lease lease : leases) {
            Object[] row = rows.get(lease);
            if (row == null) {
                holds.put(lease, Hold.LOST);
            } else if ((Boolean) row[2]) {
                holds.put(lease, Hold.CANCEL_REQUESTED);
            } else if ((Boolean) row[3]) {
                holds.put(lease, Hold.HELD);
            }
        }
        return holds;
    }
}
