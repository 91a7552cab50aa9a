package dev.cssc.patch.graft;

import dev.cssc.common.layer.EntryPath;
import dev.cssc.common.layer.LayerEntry;
import dev.cssc.common.layer.LayerPaths;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** A file system in memory to which layers are applied as container runtimes do: the model that the rules are held against. */
final class OverlayTree {
    static final String PLAIN = "755 0:0";
    private static final int MOST_LINKS = 16;

    /** What is at a path. */
    sealed interface Node {
        record Directory(String attributes) implements Node {}

        record File(String content) implements Node {}

        record Link(String target) implements Node {}
    }

    /** One entry of a layer with its content, where it is a file. */
    record Change(LayerEntry entry, String content) {
        static Change of(LayerEntry.Kind kind, String path, String detail) {
            return new Change(new LayerEntry(path, kind, detail), detail);
        }
    }

    private final TreeMap<String, Node> nodes = new TreeMap<>();

    static OverlayTree of(List<List<Change>> layers) {
        OverlayTree tree = new OverlayTree();
        layers.forEach(tree::apply);
        return tree;
    }

    static LayerPaths paths(List<Change> layer) {
        return new LayerPaths(layer.stream().map(Change::entry).toList());
    }

    Map<String, Node> nodes() {
        return nodes;
    }

    void apply(List<Change> layer) {
        for (Change change : layer) {
            switch (change.entry().kind()) {
                case OPAQUE ->
                    resolved(change.entry().path())
                            .ifPresent(path -> below(path).clear());
                case WHITEOUT -> inItsDirectory(change.entry().path()).ifPresent(this::remove);
                case DIRECTORY, FILE, SYMLINK, HARD_LINK -> {}
            }
        }
        for (Change change : layer) {
            String path = change.entry().path();
            switch (change.entry().kind()) {
                case OPAQUE, WHITEOUT -> {}
                case DIRECTORY -> directory(path, change.content());
                case FILE -> put(path, new Node.File(change.content()));
                case SYMLINK -> put(path, new Node.Link(change.content()));
                case HARD_LINK -> {
                    Node target = nodes.getOrDefault(change.entry().detail(), new Node.File(""));
                    put(path, target instanceof Node.File file ? file : new Node.File(""));
                }
            }
        }
    }

    void directory(String path, String attributes) {
        inItsDirectory(path).ifPresent(real -> {
            if (!(nodes.get(real) instanceof Node.Directory)) {
                remove(real);
            }
            nodes.put(real, new Node.Directory(attributes));
        });
    }

    void put(String path, Node node) {
        inItsDirectory(path).ifPresent(real -> {
            remove(real);
            nodes.put(real, node);
        });
    }

    void removeAt(String path) {
        inItsDirectory(path).ifPresent(this::remove);
    }

    /** Makes the directories above and answers where the path really is; empty where a file is in the way. */
    private Optional<String> inItsDirectory(String path) {
        String parent = EntryPath.parent(path);
        return (parent.isEmpty() ? Optional.of("") : resolved(parent))
                .map(directory -> directory.isEmpty() ? EntryPath.name(path) : directory + "/" + EntryPath.name(path));
    }

    private Optional<String> resolved(String path) {
        String done = "";
        List<String> left = new ArrayList<>(List.of(path.split("/")));
        int links = 0;
        while (!left.isEmpty()) {
            String next = done.isEmpty() ? left.removeFirst() : done + "/" + left.removeFirst();
            switch (Optional.ofNullable(nodes.get(next)).orElse(new Node.Directory("absent"))) {
                case Node.File(String content) -> {
                    return Optional.empty();
                }
                case Node.Link(String target) -> {
                    if (++links > MOST_LINKS) {
                        return Optional.empty();
                    }
                    done = "";
                    String way = EntryPath.target(next, target);
                    left.addAll(0, way.isEmpty() ? List.of() : List.of(way.split("/")));
                }
                case Node.Directory(String attributes) -> {
                    nodes.putIfAbsent(next, new Node.Directory(PLAIN));
                    done = next;
                }
            }
        }
        return Optional.of(done);
    }

    private void remove(String path) {
        nodes.remove(path);
        below(path).clear();
    }

    private Map<String, Node> below(String path) {
        return path.isEmpty() ? nodes : nodes.subMap(path + "/", path + "0");
    }

    /** The layer that makes {@code after} of this, as tools commit it: with the directories above whatever changed. */
    List<Change> changesTo(OverlayTree after) {
        Set<String> touched = new LinkedHashSet<>();
        Set<String> all = new HashSet<>(nodes.keySet());
        all.addAll(after.nodes.keySet());
        List<Change> changes = new ArrayList<>();
        for (String path : all.stream().sorted().toList()) {
            Node now = after.nodes.get(path);
            if (now != null && !now.equals(nodes.get(path))) {
                touched.add(path);
            } else if (now == null && after.hasDirectory(EntryPath.parent(path))) {
                changes.add(Change.of(LayerEntry.Kind.WHITEOUT, path, ""));
                above(path, touched);
            }
            if (touched.contains(path)) {
                above(path, touched);
            }
        }
        touched.stream().sorted().forEach(path -> changes.add(change(path, after.nodes.get(path))));
        return changes;
    }

    private boolean hasDirectory(String path) {
        return path.isEmpty() || nodes.get(path) instanceof Node.Directory;
    }

    private static void above(String path, Set<String> touched) {
        for (String up = EntryPath.parent(path); !up.isEmpty(); up = EntryPath.parent(up)) {
            touched.add(up);
        }
    }

    private static Change change(String path, Node node) {
        return switch (node) {
            case Node.Directory(String attributes) -> Change.of(LayerEntry.Kind.DIRECTORY, path, attributes);
            case Node.File(String content) -> new Change(LayerEntry.of(LayerEntry.Kind.FILE, path), content);
            case Node.Link(String target) -> Change.of(LayerEntry.Kind.SYMLINK, path, target);
        };
    }
}
