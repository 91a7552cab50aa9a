package dev.cssc.common.buildah;

import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.ImageReference;
import dev.cssc.common.linux.MountPoints;
import dev.cssc.common.process.ChildProcesses;
import dev.cssc.common.process.Command;
import dev.cssc.common.process.DirectoryTree;
import dev.cssc.common.process.Ended;
import dev.cssc.common.process.ProcessRunner;
import org.jboss.logging.Logger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * One job's image storage: images and working containers that nobody else sees. Images come and go by the product's own registry client;
 * Buildah speaks to no registry and knows no credentials. {@link #close} unmounts and removes all of it, also after failures, and also what a
 * killed Buildah left mounted.
 *
 * <p>All methods throw {@link dev.cssc.common.failure.FailureException} where Buildah itself fails; the detail holds the end of what it
 * said. Not for use by several threads.
 */
public final class BuildahStore implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(BuildahStore.class);
    private static final int TAIL = 1_500;
    private static final String ROOT = "root";

    private final ProcessRunner runner;
    private final BuildahConfig config;
    private final Pull pull;
    private final Path directory;
    private final Map<ImageReference, PulledImage> images = new HashMap<>();
    private final Function<PulledImage, Optional<UnpackedImages.Use>> unpacked;
    private final Map<WorkingContainer, Path> mounts = new HashMap<>();
    /** Set before anything is in this storage, and kept as long as it: what is in here stands on it. */
    private Optional<UnpackedImages.Use> base = Optional.empty();

    private boolean empty = true;

    private BuildahStore(
            ProcessRunner runner,
            BuildahConfig config,
            Pull pull,
            Function<PulledImage, Optional<UnpackedImages.Use>> unpacked,
            Path directory) {
        this.runner = runner;
        this.config = config;
        this.pull = pull;
        this.unpacked = unpacked;
        this.directory = directory;
    }

    /** How images come to this machine. */
    interface Pull {
        /** Fetches the image into a directory that does not exist yet. */
        PulledImage to(ImageReference image, Path directory);
    }

    /** @param unpacked layers that need not be unpacked, asked once for the first image */
    static BuildahStore open(
            ProcessRunner runner,
            BuildahConfig config,
            Pull pull,
            Function<PulledImage, Optional<UnpackedImages.Use>> unpacked,
            Path parent) {
        try {
            Path directory = Files.createTempDirectory(parent.toRealPath(), "buildah-");
            for (String folder : List.of(ROOT, "runroot", "tmp", "home")) {
                Files.createDirectory(directory.resolve(folder));
            }
            return new BuildahStore(runner, config, pull, unpacked, directory);
        } catch (IOException e) {
            throw Failure.of(ReasonCode.DISK_FULL, "making an image storage below " + parent + ": " + e)
                    .toException(e);
        }
    }

    /**
     * Makes a working container of the image; where this storage has it already, of the files that it was pulled as.
     *
     * @param image by digest, so that nothing can move meanwhile
     */
    public WorkingContainer from(ImageReference image) {
        PulledImage pulled = pulled(image);
        if (empty) {
            base = unpacked.apply(pulled);
            empty = false;
        }
        return new WorkingContainer(succeed(
                "unpacking " + image,
                List.of("from", "--pull-always", "--quiet", "dir:" + pulled.directory()),
                config.pullTimeout()));
    }

    /** Unpacks the image's layers into this storage, for others to read. */
    void unpack(PulledImage image) {
        succeed("unpacking an image", List.of("pull", "--quiet", "dir:" + image.directory()), config.pullTimeout());
    }

    /** Where Buildah keeps what is unpacked. */
    Path root() {
        return directory.resolve(ROOT);
    }

    /** The image's files; pulled where this storage does not have them yet. */
    public PulledImage pulled(ImageReference image) {
        Digest digest = image.digest()
                .orElseThrow(() -> new IllegalArgumentException("only an image by digest may be pulled: " + image));
        return images.computeIfAbsent(
                // The tag would make the reference ambiguous; the digest says all.
                ImageReference.of(image.repository(), digest),
                pinned -> pull.to(pinned, directory.resolve("image-" + images.size())));
    }

    /**
     * What the container has more than the image that it was made of, as one packed layer.
     *
     * @param image what it was made of
     * @param timeout for each of the two steps
     */
    public CommittedLayer commit(WorkingContainer container, ImageReference image, Duration timeout) {
        String name = "committed-" + container.name();
        String doing = "packing what was changed in " + image;
        succeed(doing, List.of("commit", "--quiet", "--format=oci", container.name(), name), timeout);
        List<Digest> below = pulled(image).config().diffIds();
        Path layout = CommittedLayer.layoutWithout(below, directory.resolve(name));
        succeed(
                doing,
                List.of("push", "--quiet", "--format=oci", "--disable-compression=false", name, "oci:" + layout + ":1"),
                timeout);
        requireUntouched();
        return CommittedLayer.in(layout, below);
    }

    /**
     * Proves that the layers that this storage reads where others do are what was unpacked. To be asked before anything that was seen in
     * a container counts; {@link #commit} asks by itself.
     *
     * @throws dev.cssc.common.failure.FailureException {@code ENGINE_FAILED} where somebody changed them
     */
    public void requireUntouched() {
        base.ifPresent(UnpackedImages.Use::requireUntouched);
    }

    /**
     * Runs a program in the container as root, without a shell and without the image's entrypoint, on the host's network.
     *
     * @return how it ended; an exit code other than 0 is the program's own and for the caller to judge
     */
    public Ended run(WorkingContainer container, List<BindMount> mounts, List<String> argv, Duration timeout) {
        List<String> arguments = new ArrayList<>(List.of("run", "--user=0:0", "--isolation=" + config.isolation()));
        mounts.forEach(mount -> arguments.add("--volume=" + mount.host() + ":" + mount.container()));
        // Output is to be read by programs, whatever language the image is set to.
        arguments.add("--env=LC_ALL=C.UTF-8");
        arguments.add("--env=" + ChildProcesses.mark());
        config.containerEnvironment().forEach((name, value) -> arguments.add("--env=" + name + "=" + value));
        arguments.add(container.name());
        arguments.add("--");
        arguments.addAll(argv);
        return buildah("running " + argv.getFirst() + " in the image", arguments, timeout);
    }

    /** Where the container's file system is mounted, until the container is removed. Its contents are not to be trusted: read through {@link RootFilesystem}. */
    public Path mount(WorkingContainer container) {
        return mounts.computeIfAbsent(
                container, unmounted -> Path.of(output("mounting the image", List.of("mount", unmounted.name()))));
    }

    /** Removes the container, with what was changed in it. */
    public void remove(WorkingContainer container) {
        mounts.remove(container); // the next one may get its name
        output("removing a working container", List.of("rm", container.name()));
    }

    /** Folder of this storage for files that go with it. */
    public Path directory() {
        return directory;
    }

    /**
     * Calls Buildah on this storage.
     *
     * @param doing what for, to name in failures
     * @param arguments subcommand and its arguments
     * @return how it ended, with any exit code
     */
    public Ended buildah(String doing, List<String> arguments, Duration timeout) {
        List<String> argv = new ArrayList<>(List.of(
                config.program(),
                "--root=" + root(),
                "--runroot=" + directory.resolve("runroot"),
                "--storage-driver=" + config.storageDriver()));
        base.ifPresent(use -> argv.add("--storage-opt=" + config.storageDriver() + ".imagestore=" + use.root()));
        argv.addAll(arguments);
        return runner.run(new Command(argv, environment(), directory, timeout, config.outputLimit()));
    }

    /**
     * Calls Buildah where anything but success is a failure of the engine.
     *
     * @return the last line of its output
     */
    public String output(String doing, List<String> arguments) {
        return succeed(doing, arguments, config.commandTimeout());
    }

    private String succeed(String doing, List<String> arguments, Duration timeout) {
        Ended ended = buildah(doing, arguments, timeout);
        if (ended.exitCode(doing) != 0) {
            throw BuildahFailures.classify(doing, ended.stderrTail(TAIL)).toException();
        }
        return lastLine(ended.stdoutTail(TAIL));
    }

    /** Removes containers, images, mounts and files. What cannot be unmounted is left, and the log says so. */
    @Override
    public void close() {
        boolean interrupted = Thread.interrupted(); // or the clean-up's own children would be ended at once
        try {
            buildah("removing working containers", List.of("rm", "--all"), config.commandTimeout());
            unmountLeftovers();
            if (MountPoints.below(directory).isEmpty()) {
                DirectoryTree.delete(directory);
            } else {
                LOG.warnf("left %s behind: something is still mounted in it", directory);
            }
        } finally {
            base.ifPresent(UnpackedImages.Use::close);
            base = Optional.empty();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** A killed Buildah leaves its mounts; a folder with a mount cannot be deleted, and deleting through one would hit what is behind it. */
    private void unmountLeftovers() {
        for (Path mount : MountPoints.below(directory)) {
            runner.run(new Command(
                    List.of("umount", "--lazy", mount.toString()),
                    Map.of(),
                    directory,
                    config.commandTimeout(),
                    config.outputLimit()));
        }
    }

    private Map<String, String> environment() {
        // Buildah looks for its settings and credentials below HOME; it is to find nobody's.
        return Map.of(
                "HOME", directory.resolve("home").toString(),
                "TMPDIR", directory.resolve("tmp").toString(),
                "BUILDAH_ISOLATION", config.isolation());
    }

    private static String lastLine(String text) {
        List<String> lines = text.strip().lines().toList();
        return lines.isEmpty() ? "" : lines.getLast().strip();
    }
}
