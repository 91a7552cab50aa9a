package dev.cssc.patch.engine.copa;

import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.failure.Retry;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What Copa's text means, as seen with Copa 0.14. Copa has two exit codes and no machine-readable outcome; "nothing to do" comes with
 * either code. So the text only says why there is no result; whether there is one, the registry says.
 */
final class CopaFailures {

    /** Both wordings of "nothing to do": with a report (exit code 0) and without (exit code 1). */
    private static final List<String> NOTHING_TO_DO = List.of(
            "no package updates found for image",
            "Image is already up-to-date",
            "No upgradable packages found for this image");

    /** Copa checks after raising: the repositories are behind the scanner's database. */
    private static final Pattern BEHIND =
            Pattern.compile("downloaded package (\\S+) version \\S+ lower than required \\S+ for update");

    private static final Pattern NOT_FOUND = Pattern.compile("E: Unable to locate package (\\S+)");

    /** apt's summary of a run that raised something, and of one that did not. */
    private static final Pattern RAISED = Pattern.compile("\\b[1-9]\\d* upgraded, ");

    private static final String NOTHING_RAISED = "0 upgraded, 0 newly installed";

    private record Rule(String text, ReasonCode reason, Retry retry) {
        Rule(String text, ReasonCode reason) {
            this(text, reason, reason.retry());
        }
    }

    /**
     * In order of precedence. What names the image or its repositories comes before what names the surroundings, since BuildKit repeats a
     * step's output below the connection messages of tooling images that were merely tried.
     */
    private static final List<Rule> RULES = List.of(
            new Rule("unsupported osType", ReasonCode.UNSUPPORTED_IMAGE),
            new Rule("unsupported operation", ReasonCode.UNSUPPORTED_IMAGE),
            new Rule("could not infer DPKG status", ReasonCode.UNSUPPORTED_IMAGE),
            // Copa brings its own busybox; where it cannot be put, the image has no file system to speak of (scratch).
            new Rule("failed to stat /bin/busybox", ReasonCode.UNSUPPORTED_IMAGE),
            new Rule("could not find determine RPM DB type", ReasonCode.UNSUPPORTED_IMAGE),
            new Rule("unable to extract /etc/os-release", ReasonCode.UNSUPPORTED_IMAGE),
            new Rule("exit code: 127", ReasonCode.UNSUPPORTED_IMAGE),
            new Rule("detected Oracle image passed in", ReasonCode.UNSUPPORTED_IMAGE),
            new Rule("exiting due to EOL operating system", ReasonCode.END_OF_LIFE),
            new Rule("does not have a Release file", ReasonCode.PACKAGE_REPOSITORY_UNAVAILABLE),
            new Rule("NO_PUBKEY", ReasonCode.PATCH_FAILED),
            new Rule("EXPKEYSIG", ReasonCode.PATCH_FAILED),
            new Rule("Hash Sum mismatch", ReasonCode.PACKAGE_REPOSITORY_UNAVAILABLE),
            new Rule("E: Failed to fetch", ReasonCode.PACKAGE_REPOSITORY_UNAVAILABLE),
            new Rule("Temporary failure resolving", ReasonCode.PACKAGE_REPOSITORY_UNAVAILABLE),
            new Rule("no space left on device", ReasonCode.DISK_FULL),
            new Rule("patch exceeded timeout", ReasonCode.TIMED_OUT),
            new Rule("failed to list workers", ReasonCode.ENGINE_UNAVAILABLE),
            new Rule("listing workers for Build", ReasonCode.ENGINE_UNAVAILABLE),
            new Rule("All BuildKit connection checks exhausted", ReasonCode.ENGINE_UNAVAILABLE),
            new Rule("error reading from server: EOF", ReasonCode.ENGINE_UNAVAILABLE),
            new Rule("missing required buildkit functionality", ReasonCode.ENGINE_UNAVAILABLE, Retry.never()),
            new Rule("failed to create loader", ReasonCode.ENGINE_UNAVAILABLE, Retry.never()),
            new Rule("emulation is not enabled for platform", ReasonCode.UNSUPPORTED_IMAGE),
            new Rule("exec format error", ReasonCode.UNSUPPORTED_IMAGE),
            new Rule("toomanyrequests", ReasonCode.REGISTRY_RATE_LIMITED),
            new Rule("429 Too Many Requests", ReasonCode.REGISTRY_RATE_LIMITED),
            new Rule("401 Unauthorized", ReasonCode.REGISTRY_UNAUTHORIZED),
            new Rule("UNAUTHORIZED", ReasonCode.REGISTRY_UNAUTHORIZED),
            new Rule("authentication required", ReasonCode.REGISTRY_UNAUTHORIZED),
            new Rule("insufficient_scope", ReasonCode.REGISTRY_UNAUTHORIZED),
            new Rule("x509:", ReasonCode.REGISTRY_UNREACHABLE, Retry.never()),
            new Rule("server gave HTTP response to HTTPS client", ReasonCode.REGISTRY_UNREACHABLE, Retry.never()),
            new Rule("502 Bad Gateway", ReasonCode.REGISTRY_ERROR),
            new Rule("503 Service Unavailable", ReasonCode.REGISTRY_ERROR),
            new Rule("504 Gateway Timeout", ReasonCode.REGISTRY_ERROR),
            new Rule("TLS handshake timeout", ReasonCode.REGISTRY_UNREACHABLE),
            new Rule("i/o timeout", ReasonCode.REGISTRY_UNREACHABLE),
            new Rule("MANIFEST_UNKNOWN", ReasonCode.MANIFEST_NOT_FOUND),
            new Rule(": not found", ReasonCode.MANIFEST_NOT_FOUND),
            new Rule("connection refused", ReasonCode.ENGINE_UNAVAILABLE),
            new Rule("failed to parse reference", ReasonCode.INTERNAL, Retry.never()),
            new Rule("is not a supported scan report format", ReasonCode.INTERNAL, Retry.never()),
            new Rule("unsupported apiVersion", ReasonCode.INTERNAL, Retry.never()),
            new Rule("vulnerability report metadata is incomplete", ReasonCode.INTERNAL, Retry.never()),
            new Rule("did not complete successfully: exit code:", ReasonCode.PATCH_FAILED),
            new Rule("context canceled", ReasonCode.SHUTTING_DOWN));

    private CopaFailures() {}

    /** True where Copa says that there was nothing to do, or its apt says that it raised nothing. */
    static boolean nothingToDo(String stderr) {
        return NOTHING_TO_DO.stream().anyMatch(stderr::contains)
                || (stderr.contains(NOTHING_RAISED) && !RAISED.matcher(stderr).find());
    }

    /** Packages whose fixed version the image's repositories do not hold. */
    static Set<String> unavailable(String stderr) {
        Set<String> names = new LinkedHashSet<>();
        for (Pattern pattern : List.of(BEHIND, NOT_FOUND)) {
            Matcher matcher = pattern.matcher(stderr);
            while (matcher.find()) {
                names.add(matcher.group(1));
            }
        }
        return names;
    }

    /** The failure that this text tells of; {@link ReasonCode#ENGINE_FAILED} where no rule knows it. */
    static Failure classify(String doing, String stderr) {
        // Copa's last words name the cause; what stands above may be a warning of a try that did not matter.
        String last = lastError(stderr);
        String detail = doing + ": " + last;
        return RULES.stream()
                .filter(rule -> last.contains(rule.text()))
                .findFirst()
                .or(() -> RULES.stream()
                        .filter(rule -> stderr.contains(rule.text()))
                        .findFirst())
                .map(rule -> new Failure(rule.reason(), detail, rule.retry()))
                .orElseGet(() -> Failure.of(ReasonCode.ENGINE_FAILED, detail));
    }

    /** From the last {@code Error:} at the start of a line to the end, in one line. */
    private static String lastError(String stderr) {
        int at = Math.max(stderr.lastIndexOf("\nError: "), stderr.startsWith("Error: ") ? 0 : -1);
        String words = at < 0 ? stderr.substring(Math.max(0, stderr.length() - 500)) : stderr.substring(at);
        String line = words.strip().replaceAll("\\s+", " ");
        return line.isEmpty() ? "Copa failed without a word" : line;
    }
}
