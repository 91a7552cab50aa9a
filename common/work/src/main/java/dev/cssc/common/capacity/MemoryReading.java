package dev.cssc.common.capacity;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Reads how much memory is free: the least of what the machine has ({@code MemAvailable}) and what each cgroup above this process allows
 * (cgroup v2: {@code memory.max}, {@code memory.current}; v1: {@code memory.limit_in_bytes}, {@code memory.usage_in_bytes}). File cache that
 * the kernel would give back at once ({@code inactive_file}) counts as free, as it does for the kubelet: a cgroup that has read many images
 * is full of it.
 */
public final class MemoryReading {
    private final Path root;

    private MemoryReading(Path root) {
        this.root = root;
    }

    /** Of this machine. */
    public static MemoryReading ofThisProcess() {
        return new MemoryReading(Path.of("/"));
    }

    /** Of the files {@code proc} and {@code sys} below a directory. */
    static MemoryReading below(Path root) {
        return new MemoryReading(root);
    }

    /** What is free now; empty where the system does not tell, as where it is not Linux. */
    public Optional<FreeMemory> free() {
        Optional<FreeMemory> machine = meminfo("MemAvailable").map(bytes -> new FreeMemory(bytes, "the machine"));
        Optional<FreeMemory> group = cgroup().map(bytes -> new FreeMemory(bytes, "the cgroup"));
        if (machine.isPresent() && group.isPresent()) {
            return machine.get().bytes() < group.get().bytes() ? machine : group;
        }
        return machine.or(() -> group);
    }

    private Optional<Long> meminfo(String name) {
        return lines(root.resolve("proc/meminfo")).stream()
                .filter(line -> line.startsWith(name + ":"))
                .map(line -> line.replaceAll("\\D", ""))
                .filter(digits -> !digits.isEmpty())
                .map(digits -> Long.parseLong(digits) * 1024)
                .findFirst();
    }

    /** {@code /proc/self/cgroup} has lines such as {@code 0::/a/b} (v2) and {@code 4:memory:/a/b} (v1). */
    private Optional<Long> cgroup() {
        Optional<Long> least = Optional.empty();
        for (String line : lines(root.resolve("proc/self/cgroup"))) {
            String[] parts = line.split(":", 3);
            if (parts.length == 3 && parts[0].equals("0") && parts[1].isEmpty()) {
                least = least(least, along(root.resolve("sys/fs/cgroup"), parts[2], MemoryReading::second));
            } else if (parts.length == 3 && List.of(parts[1].split(",")).contains("memory")) {
                least = least(least, along(root.resolve("sys/fs/cgroup/memory"), parts[2], MemoryReading::first));
            }
        }
        return least;
    }

    /** The least of a cgroup and all above it. Inside a container the names above are the host's and not there; the mount's root is. */
    private static Optional<Long> along(Path mount, String name, Reader reader) {
        Optional<Long> least = Optional.empty();
        Path own = mount.resolve(name.replaceFirst("^/+", "")).normalize();
        for (Path directory = own;
                directory != null && directory.startsWith(mount);
                directory = directory.getParent()) {
            least = least(least, reader.free(directory));
        }
        return least;
    }

    private static Optional<Long> second(Path directory) {
        return free(
                directory,
                number(directory.resolve("memory.max")),
                number(directory.resolve("memory.current")),
                "inactive_file");
    }

    private static Optional<Long> first(Path directory) {
        return free(
                directory,
                number(directory.resolve("memory.limit_in_bytes")),
                number(directory.resolve("memory.usage_in_bytes")),
                "total_inactive_file");
    }

    private static Optional<Long> free(Path directory, OptionalLong limit, OptionalLong used, String cache) {
        // Version 1 writes "no limit" as a number near the largest there is; what is left of it is never the least.
        if (limit.isEmpty() || used.isEmpty()) {
            return Optional.empty();
        }
        long reclaimable = lines(directory.resolve("memory.stat")).stream()
                .filter(line -> line.startsWith(cache + " "))
                .mapToLong(line ->
                        Long.parseLong(line.substring(cache.length() + 1).strip()))
                .findFirst()
                .orElse(0);
        return Optional.of(Math.max(0, limit.getAsLong() - Math.max(0, used.getAsLong() - reclaimable)));
    }

    private static Optional<Long> least(Optional<Long> one, Optional<Long> other) {
        return one.isPresent() && other.isPresent()
                ? Optional.of(Math.min(one.get(), other.get()))
                : one.or(() -> other);
    }

    /** Empty where there is no such file, or where it says {@code max}. */
    private static OptionalLong number(Path file) {
        return lines(file).stream()
                .map(String::strip)
                .filter(line -> line.matches("\\d{1,19}"))
                .mapToLong(MemoryReading::capped)
                .findFirst();
    }

    private static long capped(String digits) {
        return new java.math.BigInteger(digits)
                .min(java.math.BigInteger.valueOf(Long.MAX_VALUE))
                .longValue();
    }

    private static List<String> lines(Path file) {
        try {
            return Files.isReadable(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            return List.of();
        }
    }

    /** Reads one cgroup's directory. */
    @FunctionalInterface
    private interface Reader {
        Optional<Long> free(Path directory);
    }
}
