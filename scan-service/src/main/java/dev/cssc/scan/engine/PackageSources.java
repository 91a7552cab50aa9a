package dev.cssc.scan.engine;

import dev.cssc.common.image.Digest;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The places in an image's file system that an engine reads distribution and packages from, and no others: a layer that touches none of
 * them changes nothing of what the engine finds.
 *
 * @param places files and directories, relative to the root
 * @param except distributions of which that does not hold
 */
public record PackageSources(List<String> places, Set<String> except) {

    public PackageSources {
        places = List.copyOf(places);
        except = Set.copyOf(except);
    }

    /** Whether packages of that distribution are read from there alone. */
    public boolean tellAll(String family) {
        return !except.contains(family);
    }

    /** Identity of all of it. */
    public Digest digest() {
        return Digest.of(String.join("\n", places) + "\n\n" + String.join("\n", new TreeSet<>(except)));
    }
}
