package dev.cssc.patch.rebase;

import dev.cssc.common.layer.LayerEntry;
import dev.cssc.common.layer.LayerPaths;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What there is after layers were put one on the other. */
final class FileTree {
    /**
     * What is at a path.
     *
     * @param entry the last that put something there
     * @param layer number of the layer that it is in, from 0
     */
    record Placed(LayerEntry entry, int layer) {}

    private final TreeMap<String, Placed> placed = new TreeMap<>();

    /** Applies layers, lowest first. */
    static FileTree after(List<LayerPaths> layers) {
        FileTree tree = new FileTree();
        for (int i = 0; i < layers.size(); i++) {
            tree.apply(layers.get(i), i);
        }
        return tree;
    }

    /** Empty also for a directory that only follows from what is in it. */
    Optional<Placed> at(String path) {
        return Optional.ofNullable(placed.get(path));
    }

    boolean has(String path) {
        return placed.containsKey(path) || !below(path).isEmpty();
    }

    boolean isDirectory(String path) {
        Placed there = placed.get(path);
        return there == null ? !below(path).isEmpty() : there.entry().isDirectory();
    }

    boolean isOther(String path) {
        Placed there = placed.get(path);
        return there != null && !there.entry().isDirectory();
    }

    /** Paths in the directory, however deep. */
    Stream<String> in(String directory) {
        return below(directory).keySet().stream();
    }

    Stream<String> links() {
        return placed.values().stream()
                .map(Placed::entry)
                .filter(entry -> entry.kind() == LayerEntry.Kind.SYMLINK)
                .map(LayerEntry::path);
    }

    private void apply(LayerPaths layer, int number) {
        // What hides lower content hides nothing of its own layer, wherever it stands in the archive (OCI image-spec).
        for (LayerEntry entry : layer.entries()) {
            switch (entry.kind()) {
                case OPAQUE -> below(entry.path()).clear();
                case WHITEOUT, FILE, SYMLINK, HARD_LINK -> {
                    placed.remove(entry.path());
                    below(entry.path()).clear();
                }
                case DIRECTORY -> {}
            }
        }
        for (LayerEntry entry : layer.entries()) {
            switch (entry.kind()) {
                case OPAQUE, WHITEOUT -> {}
                case DIRECTORY, FILE, SYMLINK, HARD_LINK -> placed.put(entry.path(), new Placed(entry, number));
            }
        }
    }

    private SortedMap<String, Placed> below(String path) {
        // '0' follows '/' in order.
        return path.isEmpty() ? placed : placed.subMap(path + "/", path + "0");
    }
}
