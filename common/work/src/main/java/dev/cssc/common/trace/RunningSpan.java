package dev.cssc.common.trace;

import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.FailureException;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;

/** A span that goes on. Nothing that it says comes from a failure's text, only from its reason code: traces leave the installation. */
public final class RunningSpan implements AutoCloseable {
    private final Context context;
    private final Span span;
    private final Scope scope;

    RunningSpan(Context context, Span span, Scope scope) {
        this.context = context;
        this.span = span;
        this.scope = scope;
    }

    /** Its place, for what it is the cause of. */
    public TraceContext place() {
        return TraceContext.of(context);
    }

    /** Adds an attribute. */
    public <T> void say(AttributeKey<T> field, T value) {
        span.setAttribute(field, value);
    }

    /** It is about a failure. */
    public void failed(Failure failure) {
        failed(failure.reason().name());
    }

    /** It is about an error, foreseen or not. */
    public void failed(Throwable error) {
        failed(
                error instanceof FailureException known
                        ? known.failure().reason().name()
                        : error.getClass().getName());
    }

    /** It is about a failure of that kind. */
    public void failed(String type) {
        span.setAttribute(Field.ERROR, type);
        span.setStatus(StatusCode.ERROR);
    }

    /** Ends it; in the thread that began it, if it was made current there. */
    @Override
    public void close() {
        scope.close();
        span.end();
    }
}
