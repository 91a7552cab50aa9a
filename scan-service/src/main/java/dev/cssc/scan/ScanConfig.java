package dev.cssc.scan;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

import java.nio.file.Path;
import java.util.Optional;

/** How the scan service works; the engines have mappings of their own. */
@ConfigMapping(prefix = "cssc.scan")
public interface ScanConfig {

    /** Which engine judges: {@code trivy} or {@code package-manager}. */
    @WithDefault("trivy")
    String engine();

    /** Where jobs have their working directories; {@code cssc-scan} in the system's temporary directory where it is not said. */
    Optional<Path> workDirectory();

    /**
     * File with last days of security support, which corrects and extends the calendar that comes with the product; its form is described
     * in docs/end-of-life.md.
     */
    Optional<Path> endOfLifeFile();

    /** Largest image configuration read, in bytes. */
    @WithDefault("4194304")
    long configLimit();

    /** Most platforms of one index that are judged; an index with more is refused. */
    @WithDefault("32")
    int platformLimit();
}
