package dev.cssc.scan.engine.packagemanager;

import dev.cssc.common.buildah.ImagePackageManager;

import java.util.List;
import java.util.function.Function;

/**
 * How the package manager of an image is asked.
 *
 * @param scratch directories of the image that it writes to when it reads repositories; an empty one of the job's lies over each, so that
 *     neither old lists of the image's are read nor new ones written into it
 * @param inspection asks it
 */
record PackageTool(List<String> scratch, Function<InspectedImage, Inspection> inspection) {

    PackageTool {
        scratch = List.copyOf(scratch);
    }

    /** How that one is asked. */
    static PackageTool of(ImagePackageManager manager) {
        return switch (manager) {
            case APT -> new PackageTool(AptInspection.SCRATCH, AptInspection::new);
            case APK -> new PackageTool(ApkInspection.SCRATCH, ApkInspection::new);
            case ZYPPER -> rpm(new ZypperTool());
            case DNF4, DNF -> rpm(UpdateinfoTool.DNF);
            case DNF5 -> rpm(UpdateinfoTool.DNF5);
            case TDNF -> rpm(MetadataTool.TDNF);
            case MICRODNF -> rpm(MetadataTool.MICRODNF);
            case YUM -> rpm(UpdateinfoTool.YUM);
        };
    }

    private static PackageTool rpm(RpmTool tool) {
        return new PackageTool(RpmInspection.SCRATCH, image -> new RpmInspection(image, tool));
    }
}
