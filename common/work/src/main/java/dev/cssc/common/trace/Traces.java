package dev.cssc.common.trace;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.Scope;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.config.inject.ConfigProperty;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * Makes spans. Where tracing is off none is made, and what others began is handed on as it came. The spans of a job are reached by {@link
 * #current()} in the thread that works on it, like its log.
 */
@ApplicationScoped
public class Traces {
    private static final ContextKey<Traces> KEY = ContextKey.named("cssc.traces");
    private static final Traces SILENT = new Traces(OpenTelemetry.noop());

    private final Tracer tracer;

    @Inject
    Traces(OpenTelemetry telemetry, @ConfigProperty(name = "quarkus.otel.sdk.disabled") boolean disabled) {
        // One that is disabled exports nothing, but makes identities all the same, of traces that nobody would find.
        this(disabled ? OpenTelemetry.noop() : telemetry);
    }

    private Traces(OpenTelemetry telemetry) {
        this.tracer = telemetry.getTracer("dev.cssc");
    }

    /** For the thread that works on a job, what adds to the trace of it; in every other thread what makes no span. */
    public static Traces current() {
        return Optional.ofNullable(Context.current().get(KEY)).orElse(SILENT);
    }

    /** Begins a span that makes no difference to what the calling thread does; closed by whoever ends it, in any thread. */
    public RunningSpan begin(String name, SpanKind kind, TraceContext cause, Attributes attributes) {
        Context before = cause.context();
        Span span = start(name, kind, before, attributes);
        return new RunningSpan(before.with(span), span, Scope.noop());
    }

    /** Begins the span of work that the calling thread does from now on; closed in the same thread. */
    public RunningSpan work(String name, TraceContext cause, Attributes attributes) {
        return enter(name, SpanKind.INTERNAL, cause.context().with(KEY, this), attributes);
    }

    /** Adds an attribute to what the calling thread works on, if that is traced here. */
    public <T> void say(AttributeKey<T> field, T value) {
        if (this != SILENT) {
            Span.current().setAttribute(field, value);
        }
    }

    /** Does a step of the work of the calling thread. */
    public <T> T step(String name, Supplier<T> step) {
        try (RunningSpan span = child(name, SpanKind.INTERNAL, Attributes.empty())) {
            try {
                return step.get();
            } catch (RuntimeException | Error e) {
                span.failed(e);
                throw e;
            }
        }
    }

    /** Begins a span within the work of the calling thread; closed in the same thread. */
    public RunningSpan child(String name, SpanKind kind, Attributes attributes) {
        // Not where nobody traces: there is nothing to attach, and log lines would get a trace of zeros.
        return this == SILENT
                ? new RunningSpan(Context.root(), Span.getInvalid(), Scope.noop())
                : enter(name, kind, Context.current(), attributes);
    }

    /**
     * Begins a trace of its own for one of many that follow from the same cause, and says which: so that an image has a trace, and not a
     * run of ten thousand. What happens later is added to it by others.
     */
    public TraceContext ownTrace(String name, TraceContext cause, Attributes attributes) {
        SpanBuilder builder = tracer.spanBuilder(name)
                .setNoParent()
                .setSpanKind(SpanKind.PRODUCER)
                .setAllAttributes(attributes);
        if (!cause.absent()) {
            builder.addLink(Span.fromContext(cause.context()).getSpanContext());
        }
        Span span = builder.startSpan();
        span.end();
        return TraceContext.of(Context.root().with(span));
    }

    @SuppressWarnings("MustBeClosedChecker") // the span that is answered closes it
    private RunningSpan enter(String name, SpanKind kind, Context before, Attributes attributes) {
        Span span = start(name, kind, before, attributes);
        Context within = before.with(span);
        boolean traced = span.getSpanContext().isValid();
        return new RunningSpan(within, span, traced ? within.makeCurrent() : Scope.noop());
    }

    private Span start(String name, SpanKind kind, Context before, Attributes attributes) {
        return tracer.spanBuilder(name)
                .setParent(before)
                .setSpanKind(kind)
                .setAllAttributes(attributes)
                .startSpan();
    }
}
