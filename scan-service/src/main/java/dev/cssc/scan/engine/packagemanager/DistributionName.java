package dev.cssc.scan.engine.packagemanager;

/** Names of distributions, from those of os-release to Trivy's, in which this product speaks whichever engine looked. */
final class DistributionName {

    private DistributionName() {}

    /**
     * @param id {@code ID} of os-release(5)
     * @param name {@code NAME} of os-release(5), which alone tells CentOS from CentOS Stream
     * @return Trivy's name; the id itself where Trivy has the same or none
     */
    static String of(String id, String name) {
        return switch (id) {
            case "rhel" -> "redhat";
            case "centos" -> name.equals("CentOS Stream") ? "centos-stream" : "centos";
            case "almalinux" -> "alma";
            case "ol" -> "oracle";
            case "amzn" -> "amazon";
            case "mariner" -> "cbl-mariner";
            case "opensuse" -> "opensuse-leap";
            case "sles_sap" -> "sles";
            case "sle-micro", "sl-micro", "sle-micro-rancher" -> "slem";
            default -> id;
        };
    }
}
