package dev.cssc.patch.retention;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

import java.time.Duration;
import java.util.OptionalInt;

/**
 * How many patches stay, under {@code cssc.patch.retention}. For the sources for which no policy says a number of
 * its own ({@code keep}).
 */
@ConfigMapping(prefix = "cssc.patch.retention")
public interface RetentionConfig {
    /** How many of the newest patches of each source tag stay in its repository, at least 1; all where unset. */
    OptionalInt keep();

    /** After which time a removal that was refused, or had a reason not to be done, is tried again. */
    @WithDefault("P1D")
    Duration again();

    /** Tags of a repository up to which it is looked through; in one with more, nothing is removed. */
    @WithDefault("5000")
    int mostTags();
}
