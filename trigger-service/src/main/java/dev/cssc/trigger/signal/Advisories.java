package dev.cssc.trigger.signal;

import dev.cssc.common.event.BecameFixable;
import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.outbox.Intake;
import dev.cssc.common.transaction.Tx;
import dev.cssc.trigger.run.AdvisedImages;
import dev.cssc.trigger.workflow.Workflows;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

import java.util.UUID;

/**
 * From a new advisory to due images: what the scan service knows to be fixable by now becomes due at once, in a run of its own. The event
 * says which images; policy, tags and digests are read when the run is expanded.
 */
@ApplicationScoped
class Advisories {
    private static final Logger LOG = Logger.getLogger(Advisories.class);

    private final Intake intake;
    private final Workflows workflows;

    Advisories(Intake intake, Workflows workflows) {
        this.intake = intake;
        this.workflows = workflows;
    }

    @Incoming("became-fixable")
    Uni<Void> becameFixable(Message<byte[]> message) {
        return intake.accept(message, BecameFixable.class, this::told);
    }

    private Uni<Void> told(Tx tx, BecameFixable news, UUID event) {
        return workflows
                .advised(tx, news.workflow(), event, images(news))
                .invoke(started -> started.ifPresentOrElse(
                        run -> LOG.infof(
                                "%d images of workflow %s became fixable by %s: run %s",
                                news.images().size(),
                                news.workflow(),
                                news.scanner().database(),
                                run.run()),
                        () -> LOG.debugf("workflow %s is gone, or wants no runs for advisories", news.workflow())))
                .replaceWithVoid();
    }

    private static AdvisedImages images(BecameFixable news) {
        try {
            return AdvisedImages.of(
                    news.images().stream().map(BecameFixable.Affected::image).toList());
        } catch (IllegalArgumentException e) {
            throw Failure.of(ReasonCode.EVENT_INVALID, "reading BecameFixable: field images: " + e.getMessage())
                    .toException(e);
        }
    }
}
