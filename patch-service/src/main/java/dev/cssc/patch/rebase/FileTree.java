package dev.cssc.patch.rebase;

import dev.cssc.common.layer.EntryPath;
import dev.cssc.common.layer.LayerEntry;
import dev.cssc.common.layer.LayerPaths;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What there is after layers were put one on the other. */
final class FileTree {
    /** How many links Linux follows before it gives up (path_resolution(7)). */
    private static final int MOST_LINKS = 40;

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

    /** Everything but directories. */
    Stream<LayerEntry> files() {
        return placed.values().stream().map(Placed::entry).filter(entry -> !entry.isDirectory());
    }

    /** What the path leads to when links are followed; empty where nothing is there, or links lead in a circle. */
    Optional<String> resolve(String path) {
        Deque<String> left = new ArrayDeque<>(List.of(path.split("/")));
        String at = "";
        int followed = 0;
        while (!left.isEmpty()) {
            String part = left.poll();
            if (part.isEmpty() || part.equals(".")) {
                continue;
            }
            if (part.equals("..")) {
                at = EntryPath.parent(at);
                continue;
            }
            String next = EntryPath.in(at, part);
            Optional<String> target = linkAt(next);
            if (target.isPresent()) {
                if (++followed > MOST_LINKS) {
                    return Optional.empty();
                }
                at = target.get().startsWith("/") ? "" : at;
                List.of(target.get().split("/")).reversed().forEach(left::push);
            } else if (has(next)) {
                at = next;
            } else {
                return Optional.empty();
            }
        }
        return Optional.of(at);
    }

    /** True where the path leads nowhere here, or to the same in the other. */
    boolean leadsWhere(FileTree other, String path) {
        Optional<String> here = resolve(path);
        return here.isEmpty() || here.equals(other.resolve(path));
    }

    private Optional<String> linkAt(String path) {
        return at(path).map(Placed::entry)
                .filter(entry -> entry.kind() == LayerEntry.Kind.SYMLINK)
                .map(LayerEntry::detail);
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
