package dev.cssc.common.embedded;

import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;

/**
 * A Debian release as this machine can get it: what it was released with, and what security support added since. An image made of the
 * first alone has real pending updates, which the second serves.
 *
 * @param main the suite as released (and its point releases)
 * @param security the suite of security updates
 */
public record DebianRelease(AptSource main, AptSource security) {
    /** The release the demo image is made of: Debian 12. */
    public static final String BOOKWORM = "bookworm";

    /** Raised when the way the file system is made changes, so that older cached ones are not used. */
    private static final String RECIPE = "2";

    /**
     * The release from this machine's own apt configuration, or from {@code CSSC_DEBIAN_MIRROR} and {@code CSSC_DEBIAN_SECURITY_MIRROR}
     * where both are set.
     *
     * @throws dev.cssc.common.failure.FailureException with {@code PACKAGE_REPOSITORY_UNAVAILABLE} and what to do, where there is none
     */
    public static DebianRelease ofThisMachine(String suite) {
        return configured(
                suite,
                AptConfiguration.read(Path.of("/etc/apt")),
                Optional.ofNullable(System.getenv("CSSC_DEBIAN_MIRROR")),
                Optional.ofNullable(System.getenv("CSSC_DEBIAN_SECURITY_MIRROR")));
    }

    static DebianRelease configured(
            String suite, AptConfiguration apt, Optional<String> mirror, Optional<String> securityMirror) {
        AptSource main = mirror.map(uri -> new AptSource(uri, suite, Set.of("main"), Optional.empty()))
                .or(() -> apt.mainOf(suite))
                .orElseThrow(() -> missing(suite, "CSSC_DEBIAN_MIRROR"));
        AptSource security = securityMirror
                .map(uri -> new AptSource(uri, suite + "-security", Set.of("main"), Optional.empty()))
                .or(() -> apt.mainOf(suite + "-security", suite + "/updates"))
                .orElseThrow(() -> missing(suite + "-security", "CSSC_DEBIAN_SECURITY_MIRROR"));
        if (main.hasCredentials() || security.hasCredentials()) {
            throw Failure.of(
                            ReasonCode.PACKAGE_REPOSITORY_UNAVAILABLE,
                            "apt's source for " + suite
                                    + " has a password in its address, which would end up in the image. Keep it in"
                                    + " /etc/apt/auth.conf.d, or name another mirror in CSSC_DEBIAN_MIRROR and"
                                    + " CSSC_DEBIAN_SECURITY_MIRROR.")
                    .toException();
        }
        return new DebianRelease(main, security);
    }

    private static RuntimeException missing(String suite, String variable) {
        return Failure.of(
                        ReasonCode.PACKAGE_REPOSITORY_UNAVAILABLE,
                        "This machine's apt configuration (/etc/apt/sources.list, sources.list.d) has no source for"
                                + " component main of suite " + suite
                                + ", from which the example image is made. Add one, or name a mirror in the environment"
                                + " variable " + variable + ".")
                .toException();
    }

    /** Tells the file systems of different releases and mirrors apart in the cache. */
    String cacheKey() {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest((RECIPE + "\n" + main.toLine() + "\n" + security.toLine())
                            .getBytes(StandardCharsets.UTF_8));
            return main.suite() + "-" + HexFormat.of().formatHex(hash, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
