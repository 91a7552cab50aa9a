package dev.cssc.patch.rebase;

import java.util.Set;

/**
 * Files that builders and account tools leave in layers though nobody means anything by them: the mount points under which a runtime puts files
 * of its own (Buildah 1.28 commits them empty; OCI runtimes replace them), copies that shadow's tools keep of what they changed, their lock, and
 * logs of logins. An image may have its own of them whatever the base's newer build has.
 */
final class BuildLeftovers {
    private static final Set<String> ALL = Set.of(
            "etc/hostname",
            "etc/hosts",
            "etc/resolv.conf",
            "run/.containerenv",
            ".dockerenv",
            "etc/.pwd.lock",
            "etc/passwd-",
            "etc/group-",
            "etc/shadow-",
            "etc/gshadow-",
            "etc/subuid-",
            "etc/subgid-",
            "var/log/lastlog",
            "var/log/faillog",
            "var/log/wtmp",
            "var/log/btmp",
            "var/log/tallylog");

    private BuildLeftovers() {}

    /** True for one of them. */
    static boolean holds(String path) {
        return ALL.contains(path);
    }
}
