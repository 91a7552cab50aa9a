package dev.cssc.patch.engine.buildah;

import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.version.RpmVersion;
import dev.cssc.common.version.VersionOrder;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What package managers that install RPM packages have in common: {@code rpm} lists what is installed. */
sealed interface RpmPackageManager extends AskedPackageManager permits Dnf, Microdnf, Tdnf, Yum, Zypper {
    FailureWords WORDS = new FailureWords(
            List.of(
                    FailureWords.Rule.NO_SPACE_LEFT,
                    new FailureWords.Rule("more space needed on", ReasonCode.DISK_FULL, "no space left"),
                    new FailureWords.Rule("Insufficient disk space", ReasonCode.DISK_FULL, "no space left"),
                    new FailureWords.Rule(
                            "GPG check FAILED", ReasonCode.PATCH_FAILED, "a package's signature is not trusted"),
                    new FailureWords.Rule(
                            "Signature verification failed",
                            ReasonCode.PATCH_FAILED,
                            "a signature of a repository is not trusted"),
                    new FailureWords.Rule(
                            "There are no enabled repositories",
                            ReasonCode.PATCH_FAILED,
                            "the image has no enabled repository"),
                    new FailureWords.Rule(
                            "There are no enabled repos",
                            ReasonCode.PATCH_FAILED,
                            "the image has no enabled repository"),
                    new FailureWords.Rule(
                            "No repositories defined", ReasonCode.PATCH_FAILED, "the image has no enabled repository"),
                    new FailureWords.Rule(
                            "hecksum doesn't match",
                            ReasonCode.PACKAGE_REPOSITORY_UNAVAILABLE,
                            "a repository is being updated"),
                    FailureWords.Rule.unreadable("ailed to download"),
                    FailureWords.Rule.unreadable("ailed to synchronize cache"),
                    FailureWords.Rule.unreadable("Cannot download"),
                    FailureWords.Rule.unreadable("All mirrors were tried"),
                    FailureWords.Rule.unreadable("Curl error"),
                    FailureWords.Rule.unreadable("No more mirrors to try"),
                    FailureWords.Rule.unreadable("cannot update repo"),
                    FailureWords.Rule.unreadable("Disabling Repo:"),
                    FailureWords.Rule.unreadable("Skipping refresh of "),
                    FailureWords.Rule.unreadable("Ignoring repositories:"),
                    FailureWords.Rule.unreadable("is invalid."),
                    FailureWords.Rule.unreadable("Download (curl) error"),
                    FailureWords.Rule.unreadable("Some of the repositories have not been refreshed"),
                    FailureWords.Rule.unreadable("Could not refresh the repositories")),
            Pattern.compile("(?i)^\\s*(error|problem|warning)\\b|rror:|^Repository '.*' is invalid"));

    /** Files that rpm, or what it runs, leaves beside its database. */
    static List<String> and(String... leavings) {
        return Stream.concat(
                        Stream.of(
                                "/var/lib/rpm/.rpm.lock",
                                "/usr/lib/sysimage/rpm/.rpm.lock",
                                "/var/cache/ldconfig/aux-cache"),
                        Stream.of(leavings))
                .toList();
    }

    /** All of them: for names that are not installed rpm exits with their number, which nothing tells from a failure. */
    @Override
    default List<String> query(List<String> names) {
        return List.of("rpm", "--query", "--all", "--queryformat=%{NAME}\\t%{EPOCH}:%{VERSION}-%{RELEASE}\\n");
    }

    /** Of a package that is installed more than once, for two architectures for example, the oldest version counts. */
    @Override
    default Map<String, String> versions(String output) {
        Map<String, String> versions = new LinkedHashMap<>();
        output.lines()
                .map(line -> line.split("\t", -1))
                .filter(fields -> fields.length == 2)
                .forEach(fields ->
                        versions.merge(fields[0], version(fields[1]), (a, b) -> VersionOrder.RPM.newer(a, b) ? b : a));
        return versions;
    }

    @Override
    default boolean reaches(String installed, String fixed) {
        return VersionOrder.RPM.reaches(installed, fixed);
    }

    @Override
    default Failure failure(String doing, Said said) {
        return WORDS.failure(doing, said.all());
    }

    /** {@code (none):1.0-1}, as rpm prints a version without an epoch. */
    private static String version(String printed) {
        return RpmVersion.normalised(printed.startsWith("(none):") ? printed.substring("(none):".length()) : printed);
    }
}
