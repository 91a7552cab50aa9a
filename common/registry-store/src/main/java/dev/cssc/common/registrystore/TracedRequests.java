package dev.cssc.common.registrystore;

import dev.cssc.common.registry.RequestListener;
import dev.cssc.common.trace.Field;
import dev.cssc.common.trace.RunningSpan;
import dev.cssc.common.trace.Traces;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import jakarta.enterprise.context.ApplicationScoped;

/** Makes a span of each request to a registry that a job needs, up to the beginning of its answer. Neither its URL nor a header is in it. */
@ApplicationScoped
class TracedRequests implements RequestListener {
    private static final AttributeKey<String> METHOD = AttributeKey.stringKey("http.request.method");
    private static final AttributeKey<String> HOST = AttributeKey.stringKey("server.address");
    private static final AttributeKey<Long> STATUS = AttributeKey.longKey("http.response.status_code");

    @Override
    public Sent sending(String doing, String method, String host) {
        RunningSpan span = Traces.current()
                .child(
                        "registry " + method,
                        SpanKind.CLIENT,
                        Attributes.of(METHOD, method, HOST, host, Field.DOING, doing));
        return new Sent() {
            private boolean answered;

            @Override
            public void answered(int status) {
                answered = true;
                span.say(STATUS, (long) status);
            }

            @Override
            public void close() {
                if (!answered) {
                    span.failed("no answer");
                }
                span.close();
            }
        };
    }
}
