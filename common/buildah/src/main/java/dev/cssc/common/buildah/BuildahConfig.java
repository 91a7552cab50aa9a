package dev.cssc.common.buildah;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How Buildah is called. */
@ConfigMapping(prefix = "cssc.buildah")
public interface BuildahConfig {

    /** The program: a name on {@code PATH} or a path. */
    @WithDefault("buildah")
    String program();

    /** Storage driver: {@code overlay}, or {@code vfs} where the work directory's file system cannot carry overlays. */
    @WithDefault("overlay")
    @WithName("storage-driver")
    String storageDriver();

    /** How a command in a container is isolated; {@code chroot} needs neither an OCI runtime nor user namespaces. */
    @WithDefault("chroot")
    String isolation();

    /** Where packed layers are kept; {@code layers} in the service's working directory where not said. May be shared by services of one host. */
    @WithName("layer-cache-directory")
    Optional<Path> layerCacheDirectory();

    /** Most bytes of packed layers kept, all together: those used longest ago go first. 0 keeps none. */
    @WithDefault("5368709120")
    @WithName("layer-cache-limit")
    long layerCacheLimit();

    /**
     * Most bytes of images kept unpacked, all together, by one process and as long as it runs: those used longest ago go first. They spare each
     * further image on the same layers the unpacking. 0 keeps none.
     */
    @WithDefault("10737418240")
    @WithName("unpacked-limit")
    long unpackedLimit();

    /** How long unpacking a pulled image may take. */
    @WithDefault("PT5M")
    @WithName("pull-timeout")
    Duration pullTimeout();

    /** How long one of Buildah's own housekeeping commands may take: mount, remove. */
    @WithDefault("PT1M")
    @WithName("command-timeout")
    Duration commandTimeout();

    /** Most bytes kept of a command's output, a stream. */
    @WithDefault("8388608")
    @WithName("output-limit")
    long outputLimit();

    /**
     * Platforms whose images run here besides the machine's own and those that its kernel tells of in {@code /proc/sys/fs/binfmt_misc}, which
     * is not to be seen inside of most containers; for example {@code linux/arm64}. Nobody checks them.
     */
    @WithName("emulated-platforms")
    Optional<List<String>> emulatedPlatforms();

    /** Environment of commands in containers, for example {@code http_proxy}; nothing is handed in by itself. */
    @WithName("container-environment")
    Map<String, String> containerEnvironment();
}
