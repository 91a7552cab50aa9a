package dev.cssc.scan.foundation;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Whether and how packages are known from the layers that they are read from, under {@code cssc.scan.foundation}. */
@ConfigMapping(prefix = "cssc.scan.foundation")
public interface FoundationConfig {

    /** Whether an image whose packages are read from the same layers as another's takes them over; without it each image is scanned. */
    @WithDefault("true")
    boolean enabled();

    /** Size of an unpacked layer up to which it is read. A larger one counts as one that packages may be read from. */
    @WithDefault("4G")
    MemorySize largestLayer();

    /** Size of a compressed layer up to which it is read in an image whose lowest layer was not met before, so that the scanner reads it too. */
    @WithDefault("16M")
    MemorySize largestOfNewBase();
}
