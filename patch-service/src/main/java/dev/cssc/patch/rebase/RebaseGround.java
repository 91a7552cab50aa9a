package dev.cssc.patch.rebase;

import dev.cssc.common.layer.LayerEntry;
import dev.cssc.common.layer.LayerPaths;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What an image stands on, and what it is to stand on. What there is then is worked out once: layers may have very many entries. */
public final class RebaseGround {
    private final List<LayerPaths> base;
    private final List<LayerPaths> own;
    private final FileTree before;
    private final FileTree after;
    private final FileTree image;
    private final FileTree rebased;

    /**
     * @param shared layers with which both builds of the base begin, lowest first
     * @param from the other layers of the build below the image
     * @param to the other layers of the newer build
     * @param own the image's own layers
     */
    public RebaseGround(List<LayerPaths> shared, List<LayerPaths> from, List<LayerPaths> to, List<LayerPaths> own) {
        List<LayerPaths> older = join(shared, from);
        List<LayerPaths> newer = join(shared, to);
        this.base = join(older, to);
        this.own = List.copyOf(own);
        this.before = FileTree.after(older);
        this.after = FileTree.after(newer);
        this.image = FileTree.after(join(older, own));
        this.rebased = FileTree.after(join(newer, own));
    }

    /** The image's own layers, lowest first. */
    List<LayerPaths> own() {
        return own;
    }

    /** The build below the image. */
    FileTree before() {
        return before;
    }

    /** The newer build. */
    FileTree after() {
        return after;
    }

    /** The image as it is. */
    FileTree image() {
        return image;
    }

    /** The image as it would be. */
    FileTree rebased() {
        return rebased;
    }

    /** Those of the image's own layers. */
    Stream<LayerEntry> entries() {
        return entries(own);
    }

    /** Those of both builds. */
    Stream<LayerEntry> entriesOfBuilds() {
        return entries(base);
    }

    private static Stream<LayerEntry> entries(List<LayerPaths> layers) {
        return layers.stream().flatMap(layer -> layer.entries().stream());
    }

    private static List<LayerPaths> join(List<LayerPaths> lower, List<LayerPaths> upper) {
        List<LayerPaths> all = new ArrayList<>(lower);
        all.addAll(upper);
        return all;
    }
}
