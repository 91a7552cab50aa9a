package dev.cssc.scan.intake;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cssc.common.event.ImageDue;
import dev.cssc.common.event.ImageStatus;
import dev.cssc.common.event.Way;
import dev.cssc.common.job.JobStore;
import dev.cssc.common.job.NewJob;
import dev.cssc.common.outbox.BatchHandling;
import dev.cssc.common.outbox.Outbox;
import dev.cssc.common.outbox.Received;
import dev.cssc.common.outbox.Traced;
import dev.cssc.common.trace.TraceContext;
import dev.cssc.common.transaction.Tx;
import dev.cssc.scan.advisory.WatchedImage;
import dev.cssc.scan.job.JudgedImages;
import dev.cssc.scan.job.RememberedVerdicts;
import dev.cssc.scan.job.ScanHandler;
import dev.cssc.scan.job.ScanOrder;
import dev.cssc.scan.verdict.ImageVerdict;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What becomes of images that are due: one whose end is known already, because equal knowledge judged it before, is told at once; each
 * other one becomes a job. Both in the transaction that remembers the event. Counts the answers ({@code cssc.scan.answered}).
 */
@ApplicationScoped
class DueImages implements BatchHandling<JsonNode> {

    private final JobStore jobs;
    private final Outbox outbox;
    private final RememberedVerdicts remembered;
    private final JudgedImages judged;
    private final Clock clock;
    private final MeterRegistry meters;

    DueImages(
            JobStore jobs,
            Outbox outbox,
            RememberedVerdicts remembered,
            JudgedImages judged,
            Clock clock,
            MeterRegistry meters) {
        this.jobs = jobs;
        this.outbox = outbox;
        this.remembered = remembered;
        this.judged = judged;
        this.clock = clock;
        this.meters = meters;
    }

    void start(@Observes StartupEvent event) {
        answered();
    }

    private Counter answered() {
        return Counter.builder("cssc.scan.answered")
                .description("Due images that were answered without a job")
                .register(meters);
    }

    /** An order and what led to it, which is another thing for each event of a batch. */
    private record Told(ScanOrder order, TraceContext trace) {}

    @Override
    public Uni<Void> handle(Tx tx, List<Received<JsonNode>> events) {
        return Uni.createFrom()
                .item(() -> events.stream()
                        .map(received -> new Told(ScanOrder.of(received.event(), received.id()), received.trace()))
                        .toList())
                .flatMap(orders -> wanted(tx, orders)
                        .flatMap(due -> remembered.of(tx, due))
                        .flatMap(verdicts -> settle(tx, orders, verdicts)));
    }

    /** The due images whose run was not cancelled: that of a cancelled one is a worker's to end. */
    private Uni<List<ImageDue>> wanted(Tx tx, List<Told> orders) {
        List<ImageDue> due =
                orders.stream().flatMap(told -> due(told.order()).stream()).toList();
        Set<String> runs = new HashSet<>(due.stream().map(ImageDue::run).toList());
        return due.isEmpty()
                ? Uni.createFrom().item(due)
                : jobs.cancelledAmong(tx, runs)
                        .map(cancelled -> due.stream()
                                .filter(image -> !cancelled.contains(image.run()))
                                .toList());
    }

    private Uni<Void> settle(Tx tx, List<Told> orders, Map<ImageDue, ImageVerdict> verdicts) {
        List<NewJob> toScan = new ArrayList<>();
        List<Traced> ends = new ArrayList<>();
        List<WatchedImage> known = new ArrayList<>();
        for (Told told : orders) {
            Optional<ImageDue> due = due(told.order());
            Optional<ImageVerdict> verdict = due.map(verdicts::get);
            Optional<ImageStatus> end = due.flatMap(image -> verdict.flatMap(found -> end(image, found)));
            end.ifPresentOrElse(
                    status -> ends.add(new Traced(status, told.trace())),
                    () -> toScan.add(told.order().job().following(told.trace())));
            if (end.isPresent()) {
                known.add(WatchedImage.of(due.orElseThrow(), verdict.orElseThrow()));
            }
        }
        tx.afterCommit(() -> answered().increment(ends.size()));
        return jobs.enqueueAll(tx, toScan)
                .chain(() -> judged.keep(tx, known))
                .chain(() -> outbox.appendTraced(tx, 1, ends));
    }

    private Optional<ImageStatus> end(ImageDue due, ImageVerdict verdict) {
        return verdict.end()
                .map(end -> Way.of(ScanHandler.SERVICE, due.run(), due.workflow(), due.source())
                        .reached(
                                end,
                                Optional.of(verdict.sentence(due.candidate().tag())),
                                clock.instant()));
    }

    private static Optional<ImageDue> due(ScanOrder order) {
        return switch (order) {
            case ScanOrder.Full(var due) -> Optional.of(due);
            // Its tag has to be read first.
            case ScanOrder.Foreign foreign -> Optional.empty();
        };
    }
}
