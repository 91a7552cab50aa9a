package dev.cssc.scan.engine;

import dev.cssc.common.event.OperatingSystem;
import dev.cssc.common.image.Digest;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The packages installed in an image.
 *
 * @param os distribution and release
 * @param endOfLife whether the engine says that the release gets no security updates any more
 * @param packages ordered by name; never empty
 */
public record Inventory(OperatingSystem os, boolean endOfLife, List<InstalledPackage> packages) {

    public Inventory {
        if (packages.isEmpty()) {
            throw new IllegalArgumentException("an inventory without packages says nothing");
        }
        packages = packages.stream()
                .sorted(Comparator.comparing(InstalledPackage::name)
                        .thenComparing(InstalledPackage::architecture)
                        .thenComparing(InstalledPackage::version))
                .toList();
    }

    /** Identity of the inventory: equal for images with the same packages of the same distribution, whatever else is in them. */
    public Digest digest() {
        return Digest.of(os.family() + "\n" + os.release() + "\n"
                + packages.stream().map(Inventory::line).collect(Collectors.joining("\n")));
    }

    /** All that a verdict may depend on: two lists that a matcher could judge differently must not have one identity. */
    private static String line(InstalledPackage p) {
        return String.join(
                "\t",
                p.name(),
                p.architecture(),
                p.version(),
                p.sourceName(),
                p.sourceVersion(),
                p.module().orElse(""),
                p.origin().orElse(""));
    }
}
