package dev.cssc.common.job;

import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The handlers of this service, by the kind of jobs that each takes. */
@ApplicationScoped
public class JobHandlers {
    private final Map<String, JobHandler> byKind = new TreeMap<>();

    JobHandlers(@All List<JobHandler> handlers) {
        for (JobHandler handler : handlers) {
            if (byKind.put(handler.kind(), handler) != null) {
                throw new IllegalStateException("two handlers take jobs of kind " + handler.kind());
            }
        }
    }

    /** The kinds of jobs that this service works on. */
    public Set<String> kinds() {
        return Set.copyOf(byKind.keySet());
    }

    /** The kinds of jobs that it can work on now. */
    public Set<String> ready() {
        return byKind.values().stream()
                .filter(JobHandler::ready)
                .map(JobHandler::kind)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The one for that kind, if there is one. */
    public Optional<JobHandler> find(String kind) {
        return Optional.ofNullable(byKind.get(kind));
    }
}
