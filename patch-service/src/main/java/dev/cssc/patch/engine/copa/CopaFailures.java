package dev.cssc.patch.engine.copa;

import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.failure.Retry;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What Copa's text means, as seen with Copa 0.14 (research/copa.md §4). Copa has two exit codes and no machine-readable outcome; "nothing to
 * do" comes with either code. So the text only says why there is no result; whether there is one, the registry says.
 */
final class CopaFailures {

    /** All wordings of "nothing to do": with a report (exit code 0) and without (exit code 1). */
    private static final List<String> NOTHING_TO_DO = List.of(
            "no package updates found for image",
            "Image is already up-to-date",
            "No upgradable packages found for this image");

    /** Copa checks after raising: the repositories are behind the scanner's database. */
    private static final Pattern BEHIND =
            Pattern.compile("downloaded package (\\S+) version \\S+ lower than required \\S+ for update");

    private static final Pattern NOT_FOUND = Pattern.compile(
            "E: Unable to locate package (\\S+)|E: Package '([^']+)' has no installation candidate|No match for argument: (\\S+)");

    /** apt's summary of a run that raised something, and of one that did not. */
    private static final Pattern RAISED = Pattern.compile("\\b[1-9]\\d* upgraded, ");

    private static final String NOTHING_RAISED = "0 upgraded, 0 newly installed";

    /** A step that ran something in the image, or in a tooling image, failed. */
    private static final String STEP_FAILED = "did not complete successfully";

    private record Rule(String text, ReasonCode reason, Retry retry) {
        Rule(String text, ReasonCode reason) {
            this(text, reason, reason.retry());
        }

        static Rule permanent(String text, ReasonCode reason) {
            return new Rule(text, reason, Retry.never());
        }
    }

    /** Why a step failed, in what the package manager said somewhere. In order of precedence. */
    private static final List<Rule> IN_THE_STEP = List.of(
            new Rule("No space left on device", ReasonCode.DISK_FULL),
            new Rule("no space left on device", ReasonCode.DISK_FULL),
            // Only repositories of releases whose time is over go away as a whole.
            Rule.permanent("does not have a Release file", ReasonCode.PACKAGE_REPOSITORY_UNAVAILABLE),
            new Rule("NO_PUBKEY", ReasonCode.PATCH_FAILED),
            new Rule("EXPKEYSIG", ReasonCode.PATCH_FAILED),
            new Rule("Hash Sum mismatch", ReasonCode.PACKAGE_REPOSITORY_UNAVAILABLE),
            new Rule("Failed to fetch", ReasonCode.PACKAGE_REPOSITORY_UNAVAILABLE),
            new Rule("Temporary failure resolving", ReasonCode.PACKAGE_REPOSITORY_UNAVAILABLE),
            new Rule("Failed to download metadata", ReasonCode.PACKAGE_REPOSITORY_UNAVAILABLE),
            new Rule("Cannot download repomd.xml", ReasonCode.PACKAGE_REPOSITORY_UNAVAILABLE),
            new Rule("exec format error", ReasonCode.UNSUPPORTED_IMAGE),
            new Rule("exit code: 127", ReasonCode.UNSUPPORTED_IMAGE),
            new Rule("executable file not found", ReasonCode.UNSUPPORTED_IMAGE));

    /**
     * What Copa's last words mean where no step failed. In order of precedence: what names the image comes before what names the
     * surroundings. Only the last words count: above them stand failures that did not matter, of tooling images that were merely tried for
     * example.
     */
    private static final List<Rule> LAST_WORDS = List.of(
            new Rule("unsupported osType", ReasonCode.UNSUPPORTED_IMAGE),
            new Rule("unsupported operation", ReasonCode.UNSUPPORTED_IMAGE),
            new Rule("could not infer DPKG status", ReasonCode.UNSUPPORTED_IMAGE),
            // Copa brings its own busybox; where it cannot be put, the image has no file system to speak of (scratch).
            new Rule("failed to stat /bin/busybox", ReasonCode.UNSUPPORTED_IMAGE),
            new Rule("could not find determine RPM DB type", ReasonCode.UNSUPPORTED_IMAGE),
            new Rule("no package manager tools were found", ReasonCode.UNSUPPORTED_IMAGE),
            new Rule("unable to extract /etc/os-release", ReasonCode.UNSUPPORTED_IMAGE),
            new Rule("detected Oracle image passed in", ReasonCode.UNSUPPORTED_IMAGE),
            new Rule("emulation is not enabled for platform", ReasonCode.PLATFORM_NOT_RUNNABLE),
            new Rule("exec format error", ReasonCode.UNSUPPORTED_IMAGE),
            new Rule("exiting due to EOL operating system", ReasonCode.END_OF_LIFE),
            // What is installed several times, or in a version that cannot be compared.
            new Rule("invalid version", ReasonCode.PATCH_FAILED),
            new Rule("updates, installed ", ReasonCode.PATCH_FAILED),
            new Rule("no space left on device", ReasonCode.DISK_FULL),
            new Rule("patch exceeded timeout", ReasonCode.TIMED_OUT),
            new Rule("failed to list workers", ReasonCode.ENGINE_UNAVAILABLE),
            new Rule("listing workers for Build", ReasonCode.ENGINE_UNAVAILABLE),
            new Rule("All BuildKit connection checks exhausted", ReasonCode.ENGINE_UNAVAILABLE),
            new Rule("error reading from server: EOF", ReasonCode.ENGINE_UNAVAILABLE),
            Rule.permanent("missing required buildkit functionality", ReasonCode.ENGINE_UNAVAILABLE),
            Rule.permanent("has been disabled on the build server", ReasonCode.ENGINE_UNAVAILABLE),
            Rule.permanent("failed to create loader", ReasonCode.ENGINE_UNAVAILABLE),
            new Rule("toomanyrequests", ReasonCode.REGISTRY_RATE_LIMITED),
            new Rule("429 Too Many Requests", ReasonCode.REGISTRY_RATE_LIMITED),
            new Rule("401 Unauthorized", ReasonCode.REGISTRY_UNAUTHORIZED),
            new Rule("UNAUTHORIZED", ReasonCode.REGISTRY_UNAUTHORIZED),
            new Rule("authentication required", ReasonCode.REGISTRY_UNAUTHORIZED),
            new Rule("insufficient_scope", ReasonCode.REGISTRY_UNAUTHORIZED),
            new Rule("403 Forbidden", ReasonCode.REGISTRY_FORBIDDEN),
            new Rule("DENIED", ReasonCode.REGISTRY_FORBIDDEN),
            Rule.permanent("x509:", ReasonCode.REGISTRY_UNREACHABLE),
            Rule.permanent("server gave HTTP response to HTTPS client", ReasonCode.REGISTRY_UNREACHABLE),
            new Rule("500 Internal Server Error", ReasonCode.REGISTRY_ERROR),
            new Rule("502 Bad Gateway", ReasonCode.REGISTRY_ERROR),
            new Rule("503 Service Unavailable", ReasonCode.REGISTRY_ERROR),
            new Rule("504 Gateway Timeout", ReasonCode.REGISTRY_ERROR),
            new Rule("blob unknown to registry", ReasonCode.REGISTRY_ERROR),
            new Rule("TLS handshake timeout", ReasonCode.REGISTRY_UNREACHABLE),
            new Rule("i/o timeout", ReasonCode.REGISTRY_UNREACHABLE),
            new Rule("no such host", ReasonCode.REGISTRY_UNREACHABLE),
            // BuildKit's own address is named by the rules above.
            new Rule("connection refused", ReasonCode.REGISTRY_UNREACHABLE),
            new Rule("connection reset by peer", ReasonCode.REGISTRY_UNREACHABLE),
            new Rule("MANIFEST_UNKNOWN", ReasonCode.MANIFEST_NOT_FOUND),
            new Rule(": not found", ReasonCode.MANIFEST_NOT_FOUND),
            Rule.permanent("failed to parse reference", ReasonCode.INTERNAL),
            Rule.permanent("no tag found in image reference", ReasonCode.INTERNAL),
            Rule.permanent("is not a supported scan report format", ReasonCode.INTERNAL),
            Rule.permanent("unsupported apiVersion", ReasonCode.INTERNAL),
            Rule.permanent("vulnerability report metadata is incomplete", ReasonCode.INTERNAL),
            Rule.permanent("package name validation failed", ReasonCode.INTERNAL),
            Rule.permanent("unknown flag", ReasonCode.ENGINE_UNAVAILABLE),
            new Rule("context canceled", ReasonCode.SHUTTING_DOWN),
            new Rule("Patch was canceled by user", ReasonCode.SHUTTING_DOWN));

    private CopaFailures() {}

    /** True where Copa says that there was nothing to do, or its apt says that it raised nothing. */
    static boolean nothingToDo(String stderr) {
        return NOTHING_TO_DO.stream().anyMatch(stderr::contains)
                || (stderr.contains(NOTHING_RAISED) && !RAISED.matcher(stderr).find());
    }

    /** True where some of the package lists could not be read: to apt that is a warning, and updates in them do not exist. */
    static boolean repositoriesUnread(String stderr) {
        return stderr.contains("W: Failed to fetch") || stderr.contains("W: Some index files failed to download");
    }

    /** Packages whose fixed version the image's repositories do not hold. */
    static Set<String> unavailable(String stderr) {
        Set<String> names = new LinkedHashSet<>();
        for (Pattern pattern : List.of(BEHIND, NOT_FOUND)) {
            Matcher matcher = pattern.matcher(stderr);
            while (matcher.find()) {
                for (int group = 1; group <= matcher.groupCount(); group++) {
                    Optional.ofNullable(matcher.group(group)).ifPresent(names::add);
                }
            }
        }
        return names;
    }

    /** The failure that this text tells of; {@link ReasonCode#ENGINE_FAILED} where no rule knows it. */
    static Failure classify(String doing, String stderr) {
        String last = lastError(stderr);
        String detail = doing + ": " + last;
        Optional<Rule> known = last.contains(STEP_FAILED)
                ? first(IN_THE_STEP, stderr).or(() -> Optional.of(new Rule(STEP_FAILED, ReasonCode.PATCH_FAILED)))
                : first(LAST_WORDS, last);
        return known.map(rule -> new Failure(rule.reason(), detail, rule.retry()))
                .orElseGet(() -> Failure.of(ReasonCode.ENGINE_FAILED, detail));
    }

    private static Optional<Rule> first(List<Rule> rules, String text) {
        return rules.stream().filter(rule -> text.contains(rule.text())).findFirst();
    }

    /** From the last {@code Error:} at the start of a line to the end, in one line. */
    private static String lastError(String stderr) {
        int at = Math.max(stderr.lastIndexOf("\nError: "), stderr.startsWith("Error: ") ? 0 : -1);
        String words = at < 0 ? stderr.substring(Math.max(0, stderr.length() - 500)) : stderr.substring(at);
        String line = words.strip().replaceAll("\\s+", " ");
        return line.isEmpty() ? "Copa failed without a word" : line;
    }
}
