package dev.cssc.common.job;

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

    /** The calling thread works on no job any more. */
    static void remove() {
        ALL.forEach(MDC::remove);
    }
}
