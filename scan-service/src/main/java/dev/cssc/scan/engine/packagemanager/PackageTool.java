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
 * @param lister files of which one has to be there besides, since it lists the installed packages; none where nothing else is needed
 * @param scratch directories of the image that it writes to when it reads repositories; an empty one of the job's lies over each, so that
 *     neither old lists of the image's are read nor new ones written into it
 * @param inspection how it is asked
 */
record PackageTool(
        String label,
        List<String> programs,
        List<String> lister,
        List<String> scratch,
        Function<InspectedImage, Inspection> inspection) {

    PackageTool {
        programs = List.copyOf(programs);
        lister = List.copyOf(lister);
        scratch = List.copyOf(scratch);
    }

    private static final List<String> RPM = List.of("/usr/bin/rpm", "/bin/rpm");

    /** In order of precedence: what a distribution is made with stands before what can be added to it. */
    static final List<PackageTool> KNOWN = List.of(
            new PackageTool("apt", List.of("/usr/bin/apt-get"), List.of(), AptInspection.SCRATCH, AptInspection::new),
            new PackageTool(
                    "apk",
                    List.of("/sbin/apk", "/usr/bin/apk", "/usr/sbin/apk"),
                    List.of(),
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
                .filter(manager -> anyOf(manager.programs(), image)
                        && (manager.lister().isEmpty() || anyOf(manager.lister(), image)))
                .findFirst();
    }

    private static boolean anyOf(List<String> files, RootFilesystem image) {
        return files.stream().anyMatch(file -> image.file(file).isPresent());
    }

    /** Names of all that are known, for a sentence. */
    static String labels() {
        return String.join(
                ", ", KNOWN.stream().map(PackageTool::label).distinct().toList());
    }

    private static PackageTool rpm(List<String> programs, RpmTool tool) {
        return new PackageTool(
                tool.label(), programs, RPM, RpmInspection.SCRATCH, image -> new RpmInspection(image, tool));
    }
}
