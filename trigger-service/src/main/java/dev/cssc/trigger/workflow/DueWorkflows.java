package dev.cssc.trigger.workflow;

import dev.cssc.common.transaction.Transactions;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

import java.util.Optional;

/** Looks for due workflows at each tick. Any number of replicas may do so at once. */
@ApplicationScoped
class DueWorkflows {
    private static final Logger LOG = Logger.getLogger(DueWorkflows.class);

    private final Transactions transactions;
    private final Workflows workflows;

    DueWorkflows(Transactions transactions, Workflows workflows) {
        this.transactions = transactions;
        this.workflows = workflows;
    }

    /** Starts the runs of all that are due, each in a transaction of its own. */
    @Scheduled(
            every = "${cssc.trigger.tick}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            // A tick can come before messaging is wired.
            skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    void startDue() {
        Optional<String> started = transactions.await(workflows::startOneDue);
        while (started.isPresent()) {
            LOG.infof("workflow %s was due", started.get());
            started = transactions.await(workflows::startOneDue);
        }
    }
}
