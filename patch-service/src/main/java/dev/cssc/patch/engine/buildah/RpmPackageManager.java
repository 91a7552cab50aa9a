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
sealed interface RpmPackageManager extends PackageManager permits Dnf, Microdnf, Tdnf {
    /** Without what makes a name an option, a group, a pattern, a file, a capability or a package with a version. */
    Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._+-]*");

    FailureWords WORDS = new FailureWords(
            List.of(
                    new FailureWords.Rule("No space left on device", ReasonCode.DISK_FULL, "no space left"),
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
                    unreadable("ailed to download"),
                    unreadable("ailed to synchronize cache"),
                    unreadable("Cannot download"),
                    unreadable("All mirrors were tried"),
                    unreadable("Curl error"),
                    unreadable("cannot update repo"),
                    unreadable("Disabling Repo:"),
                    unreadable("Skipping refresh of "),
                    unreadable("Ignoring repositories:"),
                    unreadable("is invalid."),
                    unreadable("Download (curl) error"),
                    unreadable("Some of the repositories have not been refreshed"),
                    unreadable("Could not refresh the repositories")),
            Pattern.compile("(?i)^\\s*(error|problem|warning)\\b|rror:|^Repository '.*' is invalid"));

    private static FailureWords.Rule unreadable(String text) {
        return new FailureWords.Rule(
                text, ReasonCode.PACKAGE_REPOSITORY_UNAVAILABLE, "the repositories cannot be read");
    }

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

    /** Where the program may be, and where rpm may be. */
    static List<List<String>> withRpm(String... places) {
        return List.of(List.of(places), List.of("/usr/bin/rpm", "/bin/rpm"));
    }

    /** An argument vector of two parts. */
    static List<String> with(List<String> first, List<String> then) {
        return Stream.concat(first.stream(), then.stream()).toList();
    }

    @Override
    default boolean upgraded(int code) {
        return code == 0;
    }

    /** All of them: for names that are not installed rpm exits with their number, which nothing tells from a failure. */
    @Override
    default List<String> query(List<String> names) {
        return List.of("rpm", "--query", "--all", "--queryformat=%{NAME}\\t%{EPOCH}:%{VERSION}-%{RELEASE}\\n");
    }

    @Override
    default boolean listed(int code) {
        return code == 0;
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
    default boolean isName(String name) {
        return name.length() <= 200 && NAME.matcher(name).matches();
    }

    @Override
    default Failure failure(String doing, Said said) {
        return WORDS.failure(doing, said.stdout() + "\n" + said.stderr());
    }

    /** {@code (none):1.0-1}, as rpm prints a version without an epoch. */
    private static String version(String printed) {
        return RpmVersion.normalised(printed.startsWith("(none):") ? printed.substring("(none):".length()) : printed);
    }
}
