package dev.cssc.common.buildah;

import dev.cssc.common.image.Platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The platforms whose programs run on a machine: its own, and those that its kernel hands to an emulator. Variants are not told apart:
 * which of them a processor has is not known here, and emulators have them all. A 32-bit platform that a processor has beside its own
 * is not counted, since kernels are built without it too.
 *
 * @param host the machine's own
 * @param emulated architectures with an emulator that is found from within images
 * @param unusable architectures with one that is switched off, or not found from there
 */
public record RunnablePlatforms(Platform host, Set<String> emulated, Set<String> unusable) {
    private static final Path BINFMT_MISC = Path.of("/proc/sys/fs/binfmt_misc");

    public RunnablePlatforms {
        emulated = Set.copyOf(emulated);
        unusable = Set.copyOf(unusable);
    }

    /** The machine's own platform alone. */
    public static RunnablePlatforms ofHost() {
        return new RunnablePlatforms(Platform.host(), Set.of(), Set.of());
    }

    /**
     * Of this machine, as its kernel tells it now.
     *
     * @param others platforms that are known to run besides: inside of a container the kernel's list is mostly not to be seen
     */
    static RunnablePlatforms here(Collection<Platform> others) {
        return read(Platform.host(), BINFMT_MISC, others);
    }

    /** Of a machine with that directory of handlers; without the directory there are none. */
    static RunnablePlatforms read(Platform host, Path binfmtMisc, Collection<Platform> others) {
        List<BinfmtHandler> handlers = handlers(binfmtMisc);
        Set<String> emulated = Stream.concat(
                        handlers.stream().filter(BinfmtHandler::worksInImages).map(BinfmtHandler::architecture),
                        others.stream().map(Platform::architecture))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> unusable = handlers.stream()
                .map(BinfmtHandler::architecture)
                .filter(name -> !emulated.contains(name))
                .collect(Collectors.toSet());
        return new RunnablePlatforms(host, emulated, unusable);
    }

    private static List<BinfmtHandler> handlers(Path directory) {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        // All of them are off where the file "status" says so.
        if (lines(directory.resolve("status")).contains("disabled")) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted()
                    .filter(file -> !Set.of("register", "status")
                            .contains(file.getFileName().toString()))
                    .flatMap(file -> BinfmtHandler.parse(lines(file)).stream())
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    /** What cannot be read tells of no emulator; the next to ask may find one. */
    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            return List.of();
        }
    }

    /** All of them, the machine's own first. */
    public List<Platform> all() {
        return Stream.concat(
                        Stream.of(host),
                        emulated.stream()
                                .filter(name -> !name.equals(host.architecture()))
                                .sorted()
                                .map(name -> Platform.of(host.os(), name)))
                .toList();
    }

    /** Why programs of that platform do not run, and what to do, in a sentence; empty where they do. */
    public Optional<String> whyNot(Platform platform) {
        if (!platform.os().equals(host.os())) {
            return Optional.of("programs of " + platform + " do not run on " + host);
        }
        if (platform.architecture().equals(host.architecture()) || emulated.contains(platform.architecture())) {
            return Optional.empty();
        }
        return Optional.of("programs of " + platform + " do not run on " + host
                + (unusable.contains(platform.architecture())
                        ? ": the kernel's handler for them (binfmt_misc) is switched off, or was registered without the flag F,"
                                + " so that images do not find the emulator; register it anew"
                        : " without an emulator; register one (Debian: apt-get install qemu-user-static)"));
    }
}
