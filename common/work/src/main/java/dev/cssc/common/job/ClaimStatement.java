package dev.cssc.common.job;

/**
 * The statement that takes a job. In this order:
 *
 * <ol>
 *   <li>A job whose worker died goes first: somebody has waited a whole lease for it already.
 *   <li>Else the queued jobs stand in lanes, one for each flow and priority. The lane of the highest priority is served; among equals that
 *       of the flow with the fewest running jobs, then the flow that was served longest ago, then the one whose first job is due longest.
 *   <li>Within a lane the job goes first that is due longest. One whose key is running elsewhere is passed over, and so is one that another
 *       claim holds at this moment.
 * </ol>
 *
 * <p>Its time depends on the number of lanes, not on that of jobs: the lanes are found by stepping from one to the next over the index
 * {@code job_lane}, each of them is asked for its first job only, and only the row that is taken is locked. The lanes are tried in the order
 * of {@code turn}: what stands in its lateral depends on the lane, so the database can but go through them one by one.
 *
 * <p>To plan it takes several times as long as to run it, so connections keep it, and the plan with it: that has to serve a table of any
 * size. For this the row that is taken is named by a subquery too; a join alone is planned as a walk through the table while that is empty.
 */
final class ClaimStatement {

    /** What may be taken of a lane. */
    private static final String DUE = """
            state = 'QUEUED' and flow = lane.flow and priority = lane.priority and not_before <= now()
                    and kind = any (string_to_array(:kinds, ','))
                    and (exclusive is null or not exists (
                        select 1 from job as holder where holder.state = 'RUNNING' and holder.exclusive = job.exclusive))
            """;

    static final String SQL = """
            with recursive lane (flow, priority) as (
                (select flow, priority from job where state = 'QUEUED' order by flow, priority desc limit 1)
                union all
                select further.flow, further.priority
                from lane cross join lateral (
                    select flow, priority from (
                        (select flow, priority from job
                         where state = 'QUEUED' and flow = lane.flow and priority < lane.priority
                         order by priority desc limit 1)
                        union all
                        (select flow, priority from job
                         where state = 'QUEUED' and flow > lane.flow
                         order by flow, priority desc limit 1)
                    ) as either
                    order by flow, priority desc limit 1
                ) as further
            ),
            abandoned as materialized (
                select id, state, extract(epoch from lease_until - started_at) as held from job
                where state = 'RUNNING' and lease_until < now() and kind = any (string_to_array(:kinds, ','))
                order by priority desc, lease_until
                limit 1
                for update skip locked
            ),
            busy as (
                select flow, count(*) as jobs from job where state = 'RUNNING' group by flow
            ),
            turn as materialized (
                select lane.flow, lane.priority
                from lane
                cross join lateral (
                    select not_before, created_at from job where %1$s order by not_before, created_at limit 1
                ) as head
                left join busy on busy.flow = lane.flow
                left join lateral (
                    select started_at from job where flow = lane.flow and started_at is not null
                    order by started_at desc limit 1
                ) as served on true
                where not exists (select 1 from abandoned)
                order by lane.priority desc, coalesce(busy.jobs, 0), served.started_at nulls first,
                         head.not_before, head.created_at
            ),
            queued as materialized (
                select chosen.id, chosen.state
                from turn as lane cross join lateral (
                    select id, state from job where %1$s order by not_before, created_at limit 1
                    for update skip locked
                ) as chosen
                limit 1
            ),
            next as (
                select id, state, held from abandoned union all select id, state, 0 from queued
            )
            update job
            set state = 'RUNNING', attempt = attempt + 1, fence = fence + 1, owner = :owner, awaits = null,
                lease_until = now() + make_interval(secs => :lease), started_at = now()
            from next
            where job.id = next.id and job.id = (select id from next)
            returning cast(job.id as text), job.kind, job.run, job.subject, job.payload, job.attempt, job.fence,
                      job.cancel_requested, next.state = 'RUNNING',
                      cast(extract(epoch from clock_timestamp() - job.created_at) as double precision),
                      cast(coalesce(next.held, 0) * 1000000 as bigint), job.flow,
                      coalesce(job.traceparent, ''), coalesce(job.tracestate, '')
            """.formatted(DUE);

    private ClaimStatement() {}
}
