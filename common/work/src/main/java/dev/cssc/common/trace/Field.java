package dev.cssc.common.trace;

import io.opentelemetry.api.common.AttributeKey;

/** The attributes of spans; those that log lines have too have the same names there, without {@code cssc.}. */
public final class Field {
    public static final AttributeKey<String> RUN = text("run");
    public static final AttributeKey<String> WORKFLOW = text("workflow");

    /** What is worked on, {@code registry/repository:tag}. */
    public static final AttributeKey<String> IMAGE = text("image");

    /** Of the source image. */
    public static final AttributeKey<String> DIGEST = text("digest");

    public static final AttributeKey<String> JOB = text("job");
    public static final AttributeKey<String> KIND = text("kind");
    public static final AttributeKey<Long> ATTEMPT = AttributeKey.longKey("cssc.attempt");
    public static final AttributeKey<Long> FENCE = AttributeKey.longKey("cssc.fence");

    /** How an attempt or a child ended. */
    public static final AttributeKey<String> ENDING = text("ending");

    /** What a request is for, as failures say it. */
    public static final AttributeKey<String> DOING = text("doing");

    /** OpenTelemetry's own: a reason code, or the class of an unforeseen error. */
    static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");

    private Field() {}

    private static AttributeKey<String> text(String name) {
        return AttributeKey.stringKey("cssc." + name);
    }
}
