package dev.cssc.patch.engine.buildah;

import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.version.DebianVersion;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Debian and its kin: apt 1.8 (Debian 10) and newer. */
record Apt() implements PackageManager {
    /** Debian Policy §5.6.1, with dpkg's architecture qualifier. A trailing hyphen would ask apt to remove the package. */
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9+.-]*[a-z0-9+.](:[a-z0-9-]+)?");

    /** dpkg's database, as it is after dpkg has ended. */
    static final String STATUS = "/var/lib/dpkg/status";

    private static final Pattern FIELD = Pattern.compile("(Package|Status|Version):(.*)", Pattern.DOTALL);

    private static final Pattern NOT_FOUND = Pattern.compile(
            "E: (?:Unable to locate package (\\S+)|Package '([^']+)' has no installation candidate|Couldn't find any package by (?:glob|regex) '([^']+)')");

    /** Images made for containers switch apt's index of its lists off to save room, and each call would make it anew; it is gone afterwards. */
    private static final List<String> NEW_PACKAGE_LISTS = List.of(
            "apt-get",
            "--quiet",
            "-o",
            "Acquire::Retries=3",
            "-o",
            "Dir::Cache::pkgcache=pkgcache.bin",
            "-o",
            "Dir::Cache::srcpkgcache=srcpkgcache.bin");

    private static final FailureWords WORDS = new FailureWords(
            List.of(
                    new FailureWords.Rule(
                            "executable file not found", ReasonCode.UNSUPPORTED_IMAGE, "the image has no apt-get"),
                    new FailureWords.Rule(
                            "no such file or directory",
                            ReasonCode.UNSUPPORTED_IMAGE,
                            "the image has no working apt-get"),
                    FailureWords.Rule.NO_SPACE_LEFT,
                    new FailureWords.Rule(
                            "does not have a Release file",
                            ReasonCode.PACKAGE_REPOSITORY_UNAVAILABLE,
                            "a repository is gone"),
                    new FailureWords.Rule(
                            "NO_PUBKEY", ReasonCode.PATCH_FAILED, "a repository's signing key is not in the image"),
                    new FailureWords.Rule(
                            "EXPKEYSIG", ReasonCode.PATCH_FAILED, "a repository's signing key in the image is expired"),
                    FailureWords.Rule.unreadable("Failed to fetch"),
                    new FailureWords.Rule(
                            "Hash Sum mismatch",
                            ReasonCode.PACKAGE_REPOSITORY_UNAVAILABLE,
                            "a repository is being updated"),
                    new FailureWords.Rule(
                            "Temporary failure resolving",
                            ReasonCode.PACKAGE_REPOSITORY_UNAVAILABLE,
                            "no name resolution"),
                    new FailureWords.Rule(
                            "Unable to locate package",
                            ReasonCode.FIXED_VERSION_UNAVAILABLE,
                            "no repository has the packages"),
                    new FailureWords.Rule(
                            "has no installation candidate",
                            ReasonCode.FIXED_VERSION_UNAVAILABLE,
                            "no repository has the packages")),
            Pattern.compile("^E: |rror"));

    @Override
    public String keptBackBy() {
        return "apt (pinning)";
    }

    @Override
    public List<String> scratchPaths() {
        return List.of("/var/lib/apt/lists", "/var/cache/apt", "/var/log/apt");
    }

    @Override
    public List<String> leavings() {
        return List.of(
                "/var/cache/ldconfig/aux-cache",
                "/var/cache/debconf/config.dat-old",
                "/var/cache/debconf/passwords.dat-old",
                "/var/cache/debconf/templates.dat-old",
                "/var/lib/dpkg/available-old",
                "/var/lib/dpkg/diversions-old",
                "/var/lib/dpkg/statoverride-old",
                "/var/lib/dpkg/status-old");
    }

    @Override
    public List<String> refresh() {
        // Translations are a third of the lists and nobody reads them here. Without the error mode a list that could
        // not be read is only
        // a warning, and the fix would then seem not to exist.
        return PackageManager.with(
                NEW_PACKAGE_LISTS,
                List.of("-o", "Acquire::Languages=none", "-o", "APT::Update::Error-Mode=any", "update"));
    }

    @Override
    public boolean incomplete(Said refresh) {
        return refresh.code() != 0;
    }

    @Override
    public List<String> upgrade(List<String> names) {
        // Nothing of the container's disk survives a crash of the host, so dpkg need not sync each file. Changed
        // configuration files of
        // the image stay as they are.
        List<String> options = List.of(
                "-o",
                "Dpkg::Options::=--force-confold",
                "-o",
                "Dpkg::Options::=--force-unsafe-io",
                "-o",
                "Dpkg::Options::=--log=/dev/null",
                "-o",
                "Dpkg::Use-Pty=0",
                "install",
                "--only-upgrade",
                "--assume-yes",
                "--no-install-recommends",
                "--");
        return PackageManager.with(PackageManager.with(NEW_PACKAGE_LISTS, options), names);
    }

    /**
     * Version by name, by dpkg's database: paragraphs of fields (deb822(5)). Another program in the image would say the same some tenths of a
     * second later. Of what dpkg leaves of a removed package there is no version.
     *
     * @param status content of {@link #STATUS}
     */
    static Map<String, String> versions(Stream<String> status) {
        Map<String, String> versions = new LinkedHashMap<>();
        Map<String, String> fields = new HashMap<>();
        Stream.concat(status, Stream.of("")).forEach(line -> {
            Matcher field = FIELD.matcher(line);
            if (field.matches()) {
                fields.put(field.group(1), field.group(2).strip());
            } else if (line.isBlank()) {
                if (fields.getOrDefault("Status", "").endsWith(" installed")) {
                    versions.put(fields.getOrDefault("Package", ""), fields.getOrDefault("Version", ""));
                }
                fields.clear();
            }
        });
        return versions;
    }

    @Override
    public List<String> impossible(Said upgrade) {
        List<String> names = new ArrayList<>();
        Matcher matcher = NOT_FOUND.matcher(upgrade.stderr());
        while (matcher.find()) {
            Stream.of(1, 2, 3).map(matcher::group).filter(name -> name != null).forEach(names::add);
        }
        return names;
    }

    @Override
    public boolean reaches(String installed, String fixed) {
        return new DebianVersion(installed).reaches(new DebianVersion(fixed));
    }

    @Override
    public Pattern name() {
        return NAME;
    }

    @Override
    public Failure failure(String doing, Said said) {
        return WORDS.failure(doing, said.stderr());
    }
}
