package dev.cssc.common.job;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Which jobs a list is to hold; what is empty does not matter. */
public record JobFilter(
        Optional<JobState> state,
        Optional<String> run,
        Optional<String> kind,
        Optional<String> flow,
        Optional<String> subject) {

    /** The columns that matter, with what is to stand in them. */
    Map<String, String> columns() {
        Map<String, String> columns = new LinkedHashMap<>();
        state.ifPresent(wanted -> columns.put("state", wanted.name()));
        run.ifPresent(wanted -> columns.put("run", wanted));
        kind.ifPresent(wanted -> columns.put("kind", wanted));
        flow.ifPresent(wanted -> columns.put("flow", wanted));
        subject.ifPresent(wanted -> columns.put("subject", wanted));
        return columns;
    }
}
