package dev.cssc.common.event;

/**
 * A run was cancelled: drop what is queued, stop what is running. What was published stays.
 *
 * @param run the run
 * @param workflow its workflow's name
 */
public record RunCancelled(String run, String workflow) implements ImageEvent {
    @Override
    public String key() {
        return run;
    }

    @Override
    public EventType type() {
        return EventType.RUN_CANCELLED;
    }
}
