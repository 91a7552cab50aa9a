package dev.cssc.common.joblog;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cssc.common.transaction.Tx;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** The lines of job logs in the database. Times are the database's, by the age that a line has when it is written. */
@ApplicationScoped
public class JobLogStore {
    private static final ObjectMapper JSON = new ObjectMapper();

    // A line is written once, however often that is tried. What earlier attempts wrote counts against the limit too;
    // the
    // line that crosses it says that it was cut, and those behind it are left away.
    private static final String APPEND = """
            insert into job_log (job, fence, line_no, attempt, at, line)
            select job.id, :fence, new.number, :attempt, now() - make_interval(secs => new.age),
                   case when earlier.bytes + new.before + octet_length(new.line) > :most then :cut else new.line end
            from json_to_recordset(cast(cast(:lines as text) as json)) as new (number integer, before integer, age double precision, line text)
            join job on job.id = cast(:job as uuid)
            cross join (select coalesce(sum(octet_length(line)), 0) as bytes
                        from job_log where job = cast(:job as uuid) and fence < :fence) as earlier
            where earlier.bytes + new.before <= :most
            on conflict do nothing
            """;

    private static final String OF_JOB = """
            select attempt, cast(extract(epoch from at) * 1000 as bigint), line from job_log
            where job = cast(:job as uuid) order by fence, line_no
            """;

    /**
     * A line as an operator sees it.
     *
     * @param attempt which try, from 1
     * @param at when
     * @param text what it says
     */
    public record Entry(int attempt, Instant at, String text) {}

    /** Writes what is not written yet; it counts as written once the transaction is committed. */
    Uni<Void> write(Tx tx, JobLog log) {
        List<JobLog.Line> lines = log.pending();
        if (lines.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        tx.afterCommit(() -> log.written(lines.getLast().number()));
        return tx.statement(APPEND)
                .setParameter("job", log.job().toString())
                .setParameter("fence", log.fence())
                .setParameter("attempt", log.attempt())
                .setParameter("most", JobLog.LIMIT)
                .setParameter("cut", JobLog.CUT)
                .setParameter("lines", json(lines))
                .executeUpdate()
                .replaceWithVoid();
    }

    /** The job's lines of all attempts, oldest first. */
    public Uni<List<Entry>> ofJob(Tx tx, UUID job) {
        return tx.rows(OF_JOB)
                .setParameter("job", job.toString())
                .getResultList()
                .map(rows -> rows.stream()
                        .map(row -> new Entry(
                                ((Number) row[0]).intValue(),
                                Instant.ofEpochMilli(((Number) row[1]).longValue()),
                                (String) row[2]))
                        .toList());
    }

    private static String json(List<JobLog.Line> lines) {
        long now = System.nanoTime();
        ArrayNode array = JSON.createArrayNode();
        for (JobLog.Line line : lines) {
            ObjectNode row = array.addObject();
            row.put("number", line.number());
            row.put("before", line.before());
            row.put("age", Math.max(0, now - line.nanos()) / 1e9);
            row.put("line", line.text());
        }
        return array.toString();
    }
}
