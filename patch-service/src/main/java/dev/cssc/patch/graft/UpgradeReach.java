package dev.cssc.patch.graft;

import dev.cssc.common.layer.EntryPath;
import dev.cssc.common.layer.LayerEntry;
import dev.cssc.common.layer.LayerPaths;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a package manager and the scripts of packages may run, load or read while they raise packages. Where an image's own layers change
 * nothing of it, what the upgrade writes follows from the shared layers alone. This matters twice: the same would have come of it in a
 * sibling; and who made the image had no way to put something of his own into a layer that other people's images get.
 */
final class UpgradeReach {
    private static final List<String> WITHIN = List.of(
            "bin", "sbin", "lib", "lib32", "lib64", "libx32", "usr", "etc", "var/lib", "var/cache", "root", "dev");

    /** Sources of applications by convention; accounts, which images add; what builders leave where they mount the host's. */
    private static final List<String> EXCEPT = List.of(
            "usr/src",
            "root/.cache",
            "root/.npm",
            "etc/passwd",
            "etc/passwd-",
            "etc/group",
            "etc/group-",
            "etc/shadow",
            "etc/shadow-",
            "etc/gshadow",
            "etc/gshadow-",
            "etc/subuid",
            "etc/subuid-",
            "etc/subgid",
            "etc/subgid-",
            "etc/.pwd.lock",
            "etc/hostname",
            "etc/hosts",
            "etc/resolv.conf",
            "etc/mtab");

    /** Names of variables by which somebody else's program or library is run, or by which a package manager is told what to do. */
    private static final List<String> STEERING = List.of(
            "LD_",
            "GLIBC_TUNABLES",
            "GCONV_PATH",
            "BASH_",
            "SHELLOPTS",
            "ENV",
            "IFS",
            "PERLLIB",
            "PYTHONPATH",
            "PYTHONHOME",
            "PYTHONSTARTUP",
            "PYTHONUSERBASE",
            "DPKG_",
            "APT_",
            "RPM_",
            "ZYPP_",
            "DNF",
            "LIBDNF",
            "APK_",
            "TAR_OPTIONS",
            "HOME",
            "TMPDIR");

    private static final Set<String> USUAL =
            Set.of("/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin");

    private UpgradeReach() {}

    /**
     * The first path by which own layers reach into an upgrade.
     *
     * @param directories that the shared layers have; builders repeat them, which changes nothing
     * @param environment the image's variables, each {@code NAME=value}; directories of its {@code PATH} belong to the reach
     */
    static Optional<String> touchedBy(Set<String> directories, List<LayerPaths> own, List<String> environment) {
        List<String> within = new ArrayList<>(WITHIN);
        programDirectories(environment)
                .filter(directory -> !USUAL.contains(directory))
                .forEach(directory -> within.add(EntryPath.target("", directory)));
        return own.stream()
                .flatMap(layer -> layer.entries().stream())
                .filter(entry -> !entry.isDirectory() || !directories.contains(entry.path()))
                .flatMap(LayerEntry::touched)
                .filter(path -> touches(path, within))
                .findFirst();
    }

    /** The first variable that steers an upgrade. A relative directory in {@code PATH} is one too: nobody knows where it lies. */
    static Optional<String> steeredBy(List<String> environment) {
        Optional<String> variable = environment.stream()
                .map(UpgradeReach::name)
                .filter(name -> STEERING.stream().anyMatch(s -> s.endsWith("_") ? name.startsWith(s) : name.equals(s))
                        || name.startsWith("PERL5")
                        || name.toLowerCase(Locale.ROOT).endsWith("_proxy"))
                .findFirst();
        return variable.or(() -> programDirectories(environment)
                .filter(directory -> !directory.startsWith("/"))
                .map(directory -> "PATH")
                .findFirst());
    }

    private static boolean touches(String path, List<String> within) {
        return within.stream().anyMatch(reach -> EntryPath.isWithin(path, reach) || EntryPath.isWithin(reach, path))
                && EXCEPT.stream().noneMatch(free -> EntryPath.isWithin(path, free));
    }

    private static Stream<String> programDirectories(List<String> environment) {
        return environment.stream()
                .filter(variable -> name(variable).equals("PATH"))
                .flatMap(variable ->
                        Stream.of(variable.substring("PATH=".length()).split(":", -1)));
    }

    private static String name(String variable) {
        int equals = variable.indexOf('=');
        return equals < 0 ? variable : variable.substring(0, equals);
    }
}
