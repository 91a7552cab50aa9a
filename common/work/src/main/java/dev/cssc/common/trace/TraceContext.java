package dev.cssc.common.trace;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A place in a trace, as it is kept with an event or a job and handed to others: the two headers of W3C Trace Context. It needs no tracing in
 * this process, so a trace of others is handed on by a service whose own is off.
 *
 * @param parent header {@code traceparent}; empty for no trace at all
 * @param state header {@code tracestate}, what vendors add; often empty
 */
@RegisterForReflection
public record TraceContext(String parent, String state) {
    /** Belonging to no trace. */
    public static final TraceContext NONE = new TraceContext("", "");

    /** Name of both the header and the column, and in capitals of the variable of a child process. */
    public static final String PARENT = "traceparent";

    /** Name of both the header and the column, and in capitals of the variable of a child process. */
    public static final String STATE = "tracestate";

    /** Most characters of a {@code traceparent}: 55 in the version of today, with room for later ones. */
    private static final int LONGEST_PARENT = 128;

    /** Most characters of a {@code tracestate}: what W3C asks everybody to hand on. A longer one is dropped, for it is stored with each row. */
    private static final int LONGEST_STATE = 512;

    private static final TextMapGetter<Map<String, String>> FIELDS = new Fields();

    /**
     * Reads what somebody else wrote. What is no {@code traceparent} is no trace, and what is no {@code tracestate}, or too long a one, is left
     * out: a mistake in them is never one of the event.
     */
    public static TraceContext read(Optional<String> parent, Optional<String> state) {
        if (parent.filter(p -> p.length() <= LONGEST_PARENT).isEmpty()) {
            return NONE;
        }
        Map<String, String> fields = new HashMap<>();
        fields.put(PARENT, parent.get());
        state.filter(s -> s.length() <= LONGEST_STATE).ifPresent(s -> fields.put(STATE, s));
        return of(W3CTraceContextPropagator.getInstance().extract(Context.root(), fields, FIELDS));
    }

    /** The place of the span that a context holds. */
    public static TraceContext of(Context context) {
        if (!Span.fromContext(context).getSpanContext().isValid()) {
            return NONE;
        }
        Map<String, String> fields = new HashMap<>();
        W3CTraceContextPropagator.getInstance().inject(context, fields, (to, name, value) -> fields.put(name, value));
        return new TraceContext(
                fields.getOrDefault(PARENT, ""),
                Optional.ofNullable(fields.get(STATE))
                        .filter(s -> s.length() <= LONGEST_STATE)
                        .orElse(""));
    }

    /** The place of the calling thread, or of the request that it answers. */
    public static TraceContext current() {
        return of(Context.current());
    }

    /** True where there is no trace. */
    public boolean absent() {
        return parent.isEmpty();
    }

    /** This, or the other one where this is none. */
    public TraceContext or(TraceContext other) {
        return absent() ? other : this;
    }

    /** A context in which this is the span that others are children of. */
    Context context() {
        return absent()
                ? Context.root()
                : W3CTraceContextPropagator.getInstance()
                        .extract(Context.root(), Map.of(PARENT, parent, STATE, state), FIELDS);
    }

    private static final class Fields implements TextMapGetter<Map<String, String>> {
        @Override
        public Iterable<String> keys(Map<String, String> fields) {
            return fields.keySet();
        }

        @Override
        public @Nullable String get(@Nullable Map<String, String> fields, String name) {
            return fields == null ? null : fields.get(name);
        }
    }
}
