package dev.cssc.scan.engine.packagemanager;

import dev.cssc.scan.engine.InstalledPackage;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What differs between the package managers that install RPM packages. */
sealed interface RpmTool permits UpdateinfoTool, MetadataTool, ZypperTool {

    /** Its name for people. */
    String label();

    /** Whether its distributions may have modules; rpm before 4.14 refuses to be asked for their label. */
    boolean modules();

    /** Reads all repositories anew. */
    List<String> refresh();

    /** Whether it went on although it could not read all of them. */
    boolean incomplete(InspectedImage.Said said);

    /** Security updates that the repositories' advisories tell of. Those that are not newer than what is installed may be among them. */
    List<AdvisedPackage> advised(InspectedImage image, RpmRepositories repositories, List<InstalledPackage> installed);

    /**
     * The newest version that could be installed, by name of the package.
     *
     * @return empty where this one cannot tell
     */
    Optional<Map<String, String>> available(InspectedImage image);
}
