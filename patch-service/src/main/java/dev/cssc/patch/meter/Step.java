package dev.cssc.patch.meter;

import java.util.Locale;

/** The steps of a patch that are timed; their names are labels. */
public enum Step {
    /** The engine raises the packages of one platform. */
    ENGINE,
    /** The published manifest and configuration of one platform are composed. */
    SEAL,
    /** What was sealed is put into the staging repository. */
    STAGE,
    /** The patch is copied under its tag. */
    PROMOTE,
    /** What it left in the staging repository is removed. */
    CLEAN_UP,
    /** Older patches of its source are removed. */
    RETIRE;

    /** As the label says it. */
    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
