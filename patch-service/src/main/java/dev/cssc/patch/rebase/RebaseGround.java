package dev.cssc.patch.rebase;

import dev.cssc.common.layer.LayerEntry;
import dev.cssc.common.layer.LayerPaths;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What an image stands on, and what it is to stand on.
 *
 * @param shared layers with which both builds of the base begin, lowest first
 * @param from the other layers of the build below the image
 * @param to the other layers of the newer build
 * @param own the image's own layers
 */
public record RebaseGround(List<LayerPaths> shared, List<LayerPaths> from, List<LayerPaths> to, List<LayerPaths> own) {
    public RebaseGround {
        shared = List.copyOf(shared);
        from = List.copyOf(from);
        to = List.copyOf(to);
        own = List.copyOf(own);
    }

    FileTree before() {
        return FileTree.after(join(shared, from));
    }

    FileTree after() {
        return FileTree.after(join(shared, to));
    }

    /** The image as it is. */
    FileTree image() {
        return FileTree.after(join(join(shared, from), own));
    }

    /** The image as it would be. */
    FileTree rebased() {
        return FileTree.after(join(join(shared, to), own));
    }

    Stream<LayerEntry> entries() {
        return own.stream().flatMap(layer -> layer.entries().stream());
    }

    private static List<LayerPaths> join(List<LayerPaths> lower, List<LayerPaths> upper) {
        List<LayerPaths> all = new ArrayList<>(lower);
        all.addAll(upper);
        return all;
    }
}
