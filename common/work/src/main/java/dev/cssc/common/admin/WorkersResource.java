package dev.cssc.common.admin;

import dev.cssc.common.capacity.FreeMemory;
import dev.cssc.common.job.QueueStore;
import dev.cssc.common.job.WorkerPool;
import dev.cssc.common.transaction.Transactions;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

import java.util.List;
import java.util.function.ToLongFunction;

/** How many jobs this replica works on at once and why, and how many wait. */
@Path("/api/v1/workers")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "workers")
public class WorkersResource {
    private final WorkerPool workers;
    private final QueueStore queue;
    private final Transactions transactions;

    WorkersResource(WorkerPool workers, QueueStore queue, Transactions transactions) {
        this.workers = workers;
        this.queue = queue;
        this.transactions = transactions;
    }

    private record Figures(List<QueueStore.Figures> kinds, List<QueueStore.Figures> flows) {}

    @GET
    @Operation(summary = "How many jobs this replica works on at once and why, and how many wait")
    public WorkersView show() {
        Figures figures = transactions.await(tx ->
                queue.byKind(tx).flatMap(kinds -> queue.byFlow(tx).map(flows -> new Figures(kinds, flows))));
        return new WorkersView(
                workers.capacity().jobs(),
                workers.capacity().why(),
                workers.busy(),
                workers.memoryPerJob().stream().boxed().findFirst(),
                workers.freeMemory().map(FreeMemory::bytes),
                sum(figures.kinds, QueueStore.Figures::queued),
                sum(figures.kinds, QueueStore.Figures::delayed),
                sum(figures.kinds, QueueStore.Figures::running),
                figures.kinds.stream()
                        .mapToDouble(QueueStore.Figures::oldestSeconds)
                        .max()
                        .orElse(0),
                figures.kinds.stream().map(WorkersView.Standing::of).toList(),
                figures.flows.stream().map(WorkersView.Standing::of).toList());
    }

    private static long sum(List<QueueStore.Figures> figures, ToLongFunction<QueueStore.Figures> which) {
        return figures.stream().mapToLong(which).sum();
    }
}
