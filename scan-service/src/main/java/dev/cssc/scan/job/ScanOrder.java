package dev.cssc.scan.job;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cssc.common.event.Criteria;
import dev.cssc.common.event.DueReason;
import dev.cssc.common.event.EventCodec;
import dev.cssc.common.event.EventId;
import dev.cssc.common.event.ForeignImageDue;
import dev.cssc.common.event.ImageDue;
import dev.cssc.common.event.ImageStatus.Subject;
import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.FailureException;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.Repository;
import dev.cssc.common.job.Job;
import dev.cssc.common.job.NewJob;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** What a scan job is to do: the two forms in which an image is made due. A job's payload is the event's own JSON. */
public sealed interface ScanOrder {

    /** Kind of these jobs. */
    String KIND = "scan";

    /** Of an image that a new advisory made due; those that are only due again have 0. */
    int ADVISORY_PRIORITY = 1;

    /** The run's name of its workflow. */
    String workflow();

    /** The image as far as it is known. */
    Subject subject();

    /** The job that does it. Derived from the cause, so that the same cause leads to one job. */
    NewJob job();

    /** The same for another run, as a job's payload. */
    String payload(String run);

    /** The trigger service's form: everything is said. */
    record Full(ImageDue due) implements ScanOrder {
        @Override
        public String workflow() {
            return due.workflow();
        }

        @Override
        public Subject subject() {
            return Subject.of(due.source());
        }

        @Override
        public NewJob job() {
            return newJob(due.run(), due.source().name(), EventCodec.write(due), priority())
                    .inFlow(due.workflow())
                    // Of ten workflows that want one digest judged, the first has it scanned and the others find the
                    // answer.
                    .excluding(
                            due.candidate().repository() + "@" + due.candidate().digest());
        }

        /** What became known today before what is only due again. */
        private int priority() {
            return due.reason() == DueReason.ADVISORY ? ADVISORY_PRIORITY : 0;
        }

        @Override
        public String payload(String otherRun) {
            return EventCodec.write(new ImageDue(
                    otherRun,
                    due.workflow(),
                    due.reason(),
                    due.source(),
                    due.candidate(),
                    due.tagConvention(),
                    due.criteria()));
        }
    }

    /** Another producer's form: a run of one, whose id is derived from the event's. */
    record Foreign(String run, ForeignImageDue due) implements ScanOrder {
        @Override
        public String workflow() {
            return ImageDue.FOREIGN_WORKFLOW;
        }

        @Override
        public Subject subject() {
            return Subject.of(due.image().repository(), ForeignImages.tag(due));
        }

        @Override
        public NewJob job() {
            return newJob(run, due.image().repository() + ":" + ForeignImages.tag(due), EventCodec.write(due), 0)
                    .inFlow(ImageDue.FOREIGN_WORKFLOW)
                    // Which digest it is nobody knows yet; the same image told again and again is scanned once all the
                    // same.
                    .excluding(due.image().repository() + ":" + ForeignImages.tag(due));
        }

        /** The short form names no run: the job does. */
        @Override
        public String payload(String otherRun) {
            return EventCodec.write(due);
        }
    }

    /**
     * What the event orders.
     *
     * @throws dev.cssc.common.failure.FailureException {@code EVENT_INVALID} where it is neither form
     */
    static ScanOrder of(JsonNode event, UUID eventId) {
        if (!event.has("source") && !event.has("image")) {
            throw Failure.of(
                            ReasonCode.EVENT_INVALID,
                            "an image due has either an image, registry/repository:tag, or a source and a candidate")
                    .toException();
        }
        return parse(event, "foreign-" + eventId);
    }

    /** What the stored job orders. */
    static ScanOrder of(Job job) {
        return parse(EventCodec.readObject(job.payload().getBytes(StandardCharsets.UTF_8)), job.run());
    }

    private static ScanOrder parse(JsonNode event, String run) {
        if (!event.has("source")) {
            ForeignImageDue due = EventCodec.read(event, ForeignImageDue.class);
            ForeignImages.tag(due);
            return new Foreign(run, due);
        }
        ImageDue due = EventCodec.read(event, ImageDue.class);
        requireCandidateOfSource(due);
        return new Full(due);
    }

    /** It is the source itself, or lies beside it, or where the policy has its patches published. */
    private static void requireCandidateOfSource(ImageDue due) {
        Repository candidate = due.candidate().repository();
        if (candidate.equals(due.source().repository())) {
            return;
        }
        Repository site;
        try {
            site = due.criteria().orElse(Criteria.NONE).siteOf(due.source().repository());
        } catch (FailureException e) {
            throw Failure.of(
                            ReasonCode.EVENT_INVALID,
                            "field criteria.target: " + e.failure().detail())
                    .toException(e);
        }
        if (!candidate.equals(site)) {
            throw Failure.of(
                            ReasonCode.EVENT_INVALID,
                            "field candidate: it is neither in the source's repository nor in that of its patches, "
                                    + site)
                    .toException();
        }
    }

    private static NewJob newJob(String run, String image, String payload, int priority) {
        return new NewJob(EventId.of(run, image, KIND, 1), KIND, run, image, payload, priority);
    }
}
