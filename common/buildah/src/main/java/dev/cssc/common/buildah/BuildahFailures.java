package dev.cssc.common.buildah;

import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.failure.Retry;

import java.util.List;
import java.util.Locale;

/** What Buildah's messages mean; as seen with Buildah 1.28 and in containers/image. */
public final class BuildahFailures {

    private record Rule(String text, ReasonCode reason, Retry retry) {
        Rule(String text, ReasonCode reason) {
            this(text, reason, reason.retry());
        }
    }

    /** In order of precedence; compared without case, since registries differ in it. */
    private static final List<Rule> RULES = List.of(
            new Rule("no space left on device", ReasonCode.DISK_FULL),
            new Rule("toomanyrequests", ReasonCode.REGISTRY_RATE_LIMITED),
            new Rule("too many requests", ReasonCode.REGISTRY_RATE_LIMITED),
            new Rule("unauthorized", ReasonCode.REGISTRY_UNAUTHORIZED),
            new Rule("authentication required", ReasonCode.REGISTRY_UNAUTHORIZED),
            new Rule("access to the resource is denied", ReasonCode.REGISTRY_UNAUTHORIZED),
            new Rule("manifest unknown", ReasonCode.MANIFEST_NOT_FOUND),
            new Rule("name unknown", ReasonCode.MANIFEST_NOT_FOUND),
            new Rule("digest did not match", ReasonCode.DIGEST_MISMATCH),
            new Rule("x509:", ReasonCode.REGISTRY_UNREACHABLE, Retry.never()),
            new Rule("server gave http response to https client", ReasonCode.REGISTRY_UNREACHABLE, Retry.never()),
            new Rule("connection refused", ReasonCode.REGISTRY_UNREACHABLE),
            new Rule("no such host", ReasonCode.REGISTRY_UNREACHABLE),
            new Rule("i/o timeout", ReasonCode.REGISTRY_UNREACHABLE),
            new Rule("connection reset by peer", ReasonCode.REGISTRY_UNREACHABLE),
            new Rule("pinging container registry", ReasonCode.REGISTRY_UNREACHABLE),
            new Rule("received unexpected http status: 5", ReasonCode.REGISTRY_ERROR),
            new Rule("exec format error", ReasonCode.ENGINE_UNAVAILABLE, Retry.never()),
            new Rule("unsupported image-specific operation on artifact", ReasonCode.UNSUPPORTED_IMAGE));

    private BuildahFailures() {}

    /** The failure that this end of standard error tells of; {@link ReasonCode#ENGINE_FAILED} where no rule knows it. */
    public static Failure classify(String doing, String stderr) {
        String text = stderr.toLowerCase(Locale.ROOT);
        String detail = doing + ": " + lastLine(stderr);
        return RULES.stream()
                .filter(rule -> text.contains(rule.text()))
                .findFirst()
                .map(rule -> new Failure(rule.reason(), detail, rule.retry()))
                .orElseGet(() -> Failure.of(ReasonCode.ENGINE_FAILED, detail));
    }

    private static String lastLine(String stderr) {
        List<String> lines = stderr.strip().lines().toList();
        return lines.isEmpty() ? "Buildah failed without a word" : lines.getLast();
    }
}
