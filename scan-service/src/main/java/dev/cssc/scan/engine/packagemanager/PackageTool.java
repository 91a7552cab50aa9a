package dev.cssc.scan.engine.packagemanager;

import dev.cssc.common.buildah.RootFilesystem;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A package manager of Linux distributions.
 *
 * @param label its name for people
 * @param programs files of which one shows that the image has it
 * @param scratch directories of the image that it writes to when it reads repositories; an empty one of the job's lies over each, so that
 *     neither old lists of the image's are read nor new ones written into it
 * @param inspection how it is asked
 */
record PackageTool(
        String label, List<String> programs, List<String> scratch, Function<InspectedImage, Inspection> inspection) {

    PackageTool {
        programs = List.copyOf(programs);
        scratch = List.copyOf(scratch);
    }

    /** In order of precedence: what a distribution is made with stands before what can be added to it. */
    static final List<PackageTool> KNOWN = List.of(
            new PackageTool("apt", List.of("/usr/bin/apt-get"), AptInspection.SCRATCH, AptInspection::new),
            new PackageTool(
                    "apk",
                    List.of("/sbin/apk", "/usr/bin/apk", "/usr/sbin/apk"),
                    ApkInspection.SCRATCH,
                    ApkInspection::new),
            rpm(List.of("/usr/bin/zypper"), new ZypperTool()),
            rpm(List.of("/usr/bin/dnf-3", "/usr/bin/dnf4"), UpdateinfoTool.DNF),
            rpm(List.of("/usr/bin/dnf5"), UpdateinfoTool.DNF5),
            rpm(List.of("/usr/bin/dnf"), UpdateinfoTool.DNF),
            rpm(List.of("/usr/bin/tdnf"), MetadataTool.TDNF),
            rpm(List.of("/usr/bin/microdnf"), MetadataTool.MICRODNF),
            rpm(List.of("/usr/bin/yum"), UpdateinfoTool.YUM));

    /** The package manager of the image, if it has a known one. */
    static Optional<PackageTool> of(RootFilesystem image) {
        return KNOWN.stream()
                .filter(manager -> manager.programs().stream()
                        .anyMatch(program -> image.file(program).isPresent()))
                .findFirst();
    }

    /** Names of all that are known, for a sentence. */
    static String labels() {
        return String.join(
                ", ", KNOWN.stream().map(PackageTool::label).distinct().toList());
    }

    private static PackageTool rpm(List<String> programs, RpmTool tool) {
        return new PackageTool(tool.label(), programs, RpmInspection.SCRATCH, image -> new RpmInspection(image, tool));
    }
}
