package dev.cssc.bench;

import dev.cssc.common.event.PackageUpgrade;
import dev.cssc.common.image.PinnedImage;

import java.util.List;
import java.util.Map;

/** A patch engine as one uses it without us: its own command line in a shell loop. */
sealed interface BareTool permits BareBuildah, BareCopa {
    /** Suffix of the tags that the loop makes. */
    String SUFFIX = "-loop";

    /** As {@code cssc.patch.engine} names it. */
    String engine();

    /** What the patch service needs to know, to work with the same engine; by environment variable. */
    Map<String, String> settings();

    /** What one image takes in the loop, in words. */
    String words();

    /** Command that prints its version. */
    List<String> version();

    /** Patches one image after the other, each to a tag of its own with {@link #SUFFIX}; answers the seconds of all. */
    double loop(String name, List<PinnedImage> images, List<PackageUpgrade> packages);
}
