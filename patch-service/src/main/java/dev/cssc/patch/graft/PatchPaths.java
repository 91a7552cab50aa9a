package dev.cssc.patch.graft;

import dev.cssc.common.layer.EntryPath;
import dev.cssc.common.layer.LayerEntry;
import dev.cssc.common.layer.LayerPaths;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The paths of a patch, to be asked what would collide with them. */
final class PatchPaths {
    /** True for a path that the patch only has as a directory whose content stays. */
    private final TreeMap<String, Boolean> onlyDirectory = new TreeMap<>();

    static PatchPaths of(List<LayerPaths> layers) {
        PatchPaths paths = new PatchPaths();
        layers.stream()
                .flatMap(layer -> layer.entries().stream())
                .forEach(entry -> entry.touched()
                        .forEach(path -> paths.onlyDirectory.merge(path, entry.isDirectory(), Boolean::logicalAnd)));
        return paths;
    }

    Collection<String> all() {
        return Set.copyOf(onlyDirectory.keySet());
    }

    Stream<String> directories() {
        return onlyDirectory.entrySet().stream().filter(Map.Entry::getValue).map(Map.Entry::getKey);
    }

    /** Where the entry of another layer collides with the patch: at its path, in what it replaces or removes, or in what the patch does. */
    Optional<String> touchedBy(LayerEntry entry) {
        return entry.touched()
                .flatMap(path -> touchedBy(path, entry.isDirectory()).stream())
                .findFirst();
    }

    private Optional<String> touchedBy(String path, boolean directory) {
        Boolean same = onlyDirectory.get(path);
        if (same != null && !(directory && same)) {
            return Optional.of(path);
        }
        if (!directory && !below(path).isEmpty()) {
            return Optional.of(below(path).first());
        }
        return EntryPath.above(path, up -> Boolean.FALSE.equals(onlyDirectory.get(up)));
    }

    private SortedSet<String> below(String path) {
        // '0' follows '/' in order.
        return path.isEmpty()
                ? onlyDirectory.navigableKeySet()
                : onlyDirectory.navigableKeySet().subSet(path + "/", path + "0");
    }
}
