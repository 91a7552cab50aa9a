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
 * @param endOfLife whether the release gets no security updates any more
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
                + packages.stream()
                        .map(p -> p.name() + "\t" + p.architecture() + "\t" + p.version())
                        .collect(Collectors.joining("\n")));
    }
}
