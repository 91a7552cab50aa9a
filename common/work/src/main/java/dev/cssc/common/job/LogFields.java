package dev.cssc.common.job;

import dev.cssc.common.trace.Field;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import org.jboss.logging.MDC;

import java.util.List;

/**
 * The fields that every log line has which is written while a job is worked on: in the worker's thread, in threads that it starts for the
 * job, and in the job's transactions. Threads that outlive the job must not inherit them ({@link
 * Thread.Builder#inheritInheritableThreadLocals}).
 */
final class LogFields {
    private static final String RUN = "run";
    private static final String WORKFLOW = "workflow";
    private static final String IMAGE = "image";
    private static final String JOB = "job";
    private static final String KIND = "kind";
    private static final String ATTEMPT = "attempt";
    private static final String FENCE = "fence";

    private static final List<String> ALL = List.of(RUN, WORKFLOW, IMAGE, JOB, KIND, ATTEMPT, FENCE);

    private LogFields() {}

    /** The calling thread works on that job from now on. */
    static void put(Claimed claimed) {
        Job job = claimed.job();
        MDC.put(RUN, job.run());
        MDC.put(IMAGE, job.subject());
        MDC.put(JOB, job.id().toString());
        MDC.put(KIND, job.kind());
        MDC.put(ATTEMPT, String.valueOf(job.attempt()));
        MDC.put(FENCE, String.valueOf(claimed.lease().fence()));
        if (!claimed.flow().isEmpty()) {
            MDC.put(WORKFLOW, claimed.flow());
        }
    }

    /** The same for the span of the job. */
    static Attributes attributes(Claimed claimed) {
        Job job = claimed.job();
        AttributesBuilder attributes = Attributes.builder()
                .put(Field.RUN, job.run())
                .put(Field.IMAGE, job.subject())
                .put(Field.JOB, job.id().toString())
                .put(Field.KIND, job.kind())
                .put(Field.ATTEMPT, (long) job.attempt())
                .put(Field.FENCE, claimed.lease().fence());
        if (!claimed.flow().isEmpty()) {
            attributes.put(Field.WORKFLOW, claimed.flow());
        }
        return attributes.build();
    }

    /** The calling thread works on no job any more. */
    static void remove() {
        ALL.forEach(MDC::remove);
    }
}
