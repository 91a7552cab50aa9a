package dev.cssc.scan.engine.packagemanager;

import dev.cssc.common.buildah.RootFilesystem;

import java.util.List;
import java.util.Optional;

/** The package managers of Linux distributions. */
sealed interface PackageTool {

    /** Its name for people. */
    String label();

    /** Files of which one shows that the image has it. */
    List<String> programs();

    /** Debian, Ubuntu and their kin: the one that is driven today. */
    record Apt() implements PackageTool {
        @Override
        public String label() {
            return "apt";
        }

        @Override
        public List<String> programs() {
            return List.of("/usr/bin/apt-get");
        }
    }

    /** A package manager that is recognised, so that the answer can name it, but not driven. */
    record NotDriven(String label, List<String> programs) implements PackageTool {}

    /** In order of precedence. */
    List<PackageTool> KNOWN = List.of(
            new Apt(),
            new NotDriven("apk", List.of("/sbin/apk", "/usr/bin/apk", "/usr/sbin/apk")),
            new NotDriven("dnf", List.of("/usr/bin/dnf", "/usr/bin/microdnf", "/usr/bin/tdnf", "/usr/bin/yum")),
            new NotDriven("zypper", List.of("/usr/bin/zypper")));

    /** The package manager of the image, if it has a known one. */
    static Optional<PackageTool> of(RootFilesystem image) {
        return KNOWN.stream()
                .filter(manager -> manager.programs().stream()
                        .anyMatch(program -> image.file(program).isPresent()))
                .findFirst();
    }
}
