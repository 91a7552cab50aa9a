package dev.cssc.scan.engine.trivy;

import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.failure.Retry;
import dev.cssc.common.process.Ended;

import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What Trivy's messages mean. Its exit code is 1 for any error, so the text decides; it only classifies, a success is never read from
 * it. "unable to find the specified image" precedes every registry error, hence the inner code is matched.
 */
final class TrivyFailures {

    private record Rule(String text, ReasonCode reason, Retry retry) {
        Rule(String text, ReasonCode reason) {
            this(text, reason, reason.retry());
        }
    }

    /** In order of precedence; case-sensitive. A database's own registry errors must not be taken for the image's. */
    private static final List<Rule> RULES = List.of(
            new Rule("no space left on device", ReasonCode.DISK_FULL),
            new Rule("failed to download vulnerability DB", ReasonCode.DATABASE_UNAVAILABLE),
            new Rule("failed to download artifact from any source", ReasonCode.DATABASE_UNAVAILABLE),
            new Rule("The first run cannot skip downloading DB", ReasonCode.DATABASE_UNAVAILABLE),
            new Rule("--skip-db-update cannot be specified", ReasonCode.DATABASE_UNAVAILABLE),
            new Rule("schema version doesn't match", ReasonCode.DATABASE_UNAVAILABLE),
            new Rule("failed to open db", ReasonCode.DATABASE_UNAVAILABLE),
            new Rule("cache may be in use by another process", ReasonCode.ENGINE_UNAVAILABLE),
            new Rule("panic:", ReasonCode.ENGINE_FAILED, Retry.never()),
            // Of Red Hat's packages without what their image says of where they are from.
            new Rule("unable to find CPE indices", ReasonCode.SCAN_INCONCLUSIVE, Retry.never()),
            new Rule("could not parse reference", ReasonCode.REFERENCE_INVALID),
            new Rule("failed to parse the image name", ReasonCode.REFERENCE_INVALID),
            new Rule("TOOMANYREQUESTS", ReasonCode.REGISTRY_RATE_LIMITED),
            new Rule("UNAUTHORIZED", ReasonCode.REGISTRY_UNAUTHORIZED),
            new Rule("DENIED", ReasonCode.REGISTRY_FORBIDDEN),
            new Rule("MANIFEST_UNKNOWN", ReasonCode.MANIFEST_NOT_FOUND),
            new Rule("NAME_UNKNOWN", ReasonCode.MANIFEST_NOT_FOUND),
            new Rule("unexpected status code 404", ReasonCode.MANIFEST_NOT_FOUND),
            new Rule("unexpected status code 401", ReasonCode.REGISTRY_UNAUTHORIZED),
            new Rule("unexpected status code 403", ReasonCode.REGISTRY_FORBIDDEN),
            new Rule("unexpected status code 429", ReasonCode.REGISTRY_RATE_LIMITED),
            new Rule("unexpected status code 50", ReasonCode.REGISTRY_ERROR),
            new Rule("x509:", ReasonCode.REGISTRY_UNREACHABLE, Retry.never()),
            new Rule("exceeds maximum allowed size", ReasonCode.TOO_LARGE),
            new Rule("unsupported artifact type", ReasonCode.UNSUPPORTED_IMAGE),
            new Rule("invalid image", ReasonCode.UNSUPPORTED_IMAGE),
            new Rule("invalid character '<'", ReasonCode.REGISTRY_ERROR, Retry.never()),
            new Rule("connection refused", ReasonCode.REGISTRY_UNREACHABLE),
            new Rule("no such host", ReasonCode.REGISTRY_UNREACHABLE),
            new Rule("i/o timeout", ReasonCode.REGISTRY_UNREACHABLE),
            new Rule("connection reset by peer", ReasonCode.REGISTRY_UNREACHABLE),
            new Rule("TLS handshake", ReasonCode.REGISTRY_UNREACHABLE),
            new Rule("context deadline exceeded", ReasonCode.TIMED_OUT),
            new Rule("EOF", ReasonCode.REGISTRY_UNREACHABLE));

    private static final String PART_OF_DURATION = "([0-9]{1,6}(?:\\.[0-9]{1,9})?)(ms|µs|us|h|m|s)";

    /** As GitHub's registry writes it, in Go's notation of durations: {@code retry-after: 59.886ms, allowed: 44000/minute}, {@code 1m30s}. */
    private static final Pattern RETRY_AFTER =
            Pattern.compile("retry-after: ?((?:" + PART_OF_DURATION + "){1,6})\\b", Pattern.CASE_INSENSITIVE);

    private static final Pattern PART = Pattern.compile(PART_OF_DURATION, Pattern.CASE_INSENSITIVE);

    private static final int PANIC = 2;

    private static final int TAIL = 8 * 1024;

    private TrivyFailures() {}

    /**
     * The end of what a call that succeeded said on standard error.
     *
     * @throws dev.cssc.common.failure.FailureException as {@link #classify} says, where it did not succeed
     */
    static String words(String doing, Ended ended) {
        int code = ended.exitCode(doing);
        if (code != 0) {
            throw classify(doing, code, ended.stderrTail(TAIL)).toException();
        }
        return ended.stderrTail(TAIL);
    }

    /** Whether a call that did not succeed failed over its cache of layers. */
    static boolean blameTheCache(Ended ended) {
        return ended.stderrTail(TAIL).contains("cache");
    }

    /** The failure that exit code and end of standard error tell of; {@link ReasonCode#ENGINE_FAILED} where no rule knows it. */
    static Failure classify(String doing, int exitCode, String stderr) {
        String detail = doing + ": " + lastWords(exitCode, stderr);
        return RULES.stream()
                .filter(rule -> stderr.contains(rule.text()))
                .findFirst()
                .map(rule -> new Failure(rule.reason(), detail, retry(rule, stderr)))
                .orElseGet(() -> new Failure(
                        ReasonCode.ENGINE_FAILED,
                        detail,
                        exitCode == PANIC ? Retry.never() : ReasonCode.ENGINE_FAILED.retry()));
    }

    /** Trivy does not show the header Retry-After, but some registries repeat it in the body, which it prints. */
    private static Retry retry(Rule rule, String stderr) {
        Matcher named = RETRY_AFTER.matcher(stderr);
        return rule.reason() == ReasonCode.REGISTRY_RATE_LIMITED && named.find()
                ? Retry.after(Duration.ofMillis(Math.max(1_000, Math.round(sum(named.group(1))))))
                : rule.retry();
    }

    private static double sum(String duration) {
        return PART.matcher(duration)
                .results()
                .mapToDouble(part -> Double.parseDouble(part.group(1)) * milliseconds(part.group(2)))
                .sum();
    }

    private static double milliseconds(String unit) {
        return switch (unit) {
            case "µs", "us" -> 0.001;
            case "ms" -> 1;
            case "m" -> 60_000;
            case "h" -> 3_600_000;
            default -> 1_000;
        };
    }

    /** From the fatal line on: what stands before it is progress. */
    private static String lastWords(int exitCode, String stderr) {
        int fatal = stderr.lastIndexOf("FATAL");
        String words = (fatal < 0 ? stderr : stderr.substring(fatal)).strip().replaceAll("\\s+", " ");
        return "trivy exited with " + exitCode + (words.isEmpty() ? " without a word" : ": " + words);
    }
}
