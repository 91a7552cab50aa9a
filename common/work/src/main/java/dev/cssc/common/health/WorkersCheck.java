package dev.cssc.common.health;

import dev.cssc.common.job.WorkerPool;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/** The process is of no use any more where a thread of its workers has ended: only a new start brings it back. */
@Liveness
@ApplicationScoped
class WorkersCheck implements HealthCheck {
    private final WorkerPool workers;

    WorkersCheck(WorkerPool workers) {
        this.workers = workers;
    }

    @Override
    public HealthCheckResponse call() {
        return Threads.check("workers", workers.dead())
                .withData("capacity", workers.capacity().jobs())
                .withData("busy", workers.busy())
                .build();
    }
}
