package dev.cssc.trigger.status;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.cssc.common.event.ImageLifecycle.State;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The seven states of ACR's {@code az acr supply-chain workflow list --run-status}. */
public enum RunStatus {
    RUNNING,
    SUCCEEDED,
    FAILED,
    QUEUED,
    SKIPPED,
    CANCELED,
    UNKNOWN;

    /** Of the image as a whole: that of the patch where there is one, else that of the scan. */
    static RunStatus of(State state, Steps steps) {
        RunStatus patch = ofPatch(state, steps);
        return patch == UNKNOWN ? ofScan(state, steps) : patch;
    }

    /** Of the scan. */
    static RunStatus ofScan(State state, Steps steps) {
        if (steps.beyondScan()) {
            return SUCCEEDED;
        }
        return switch (state) {
            case DUE -> QUEUED;
            case SCANNING -> RUNNING;
            case FIXABLE, PATCHING, STAGED, VERIFYING, VERIFIED, PATCHED, CLEAN, SKIPPED -> SUCCEEDED;
            case FAILED -> FAILED;
            case CANCELLED -> CANCELED;
        };
    }

    /** Of the patch; unknown where the scan did not succeed. A scan that leaves nothing to patch is a skipped patch. */
    static RunStatus ofPatch(State state, Steps steps) {
        if (ofScan(state, steps) != SUCCEEDED) {
            return UNKNOWN;
        }
        return switch (state) {
            // Told of later than what lies behind it.
            case DUE, SCANNING, FIXABLE -> QUEUED;
            case PATCHING, STAGED, VERIFYING, VERIFIED -> RUNNING;
            case PATCHED -> SUCCEEDED;
            case CLEAN, SKIPPED -> SKIPPED;
            case FAILED -> FAILED;
            case CANCELLED -> CANCELED;
        };
    }

    /** The states that a filter for this one lets through: skipped is a success, too. */
    public List<RunStatus> including() {
        return this == SUCCEEDED ? List.of(SUCCEEDED, SKIPPED) : List.of(this);
    }

    /** The state of that name, in any case of letters. */
    @JsonCreator
    public static RunStatus parse(String name) {
        return find(name).orElseThrow(() -> new IllegalArgumentException("no status '" + name + "'"));
    }

    /** The state of that name, in any case of letters, if there is one. */
    public static Optional<RunStatus> find(String name) {
        return Arrays.stream(values())
                .filter(status -> status.name().equalsIgnoreCase(name))
                .findFirst();
    }

    /** All names, for messages. */
    public static String names() {
        return Arrays.stream(values()).map(RunStatus::toString).collect(Collectors.joining(", "));
    }

    /** As ACR writes it: {@code Succeeded}. */
    @JsonValue
    @Override
    public String toString() {
        return name().charAt(0) + name().substring(1).toLowerCase(Locale.ROOT);
    }
}
