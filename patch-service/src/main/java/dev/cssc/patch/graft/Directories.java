package dev.cssc.patch.graft;

import dev.cssc.common.layer.LayerEntry;
import dev.cssc.common.layer.LayerPaths;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Attributes of the directories that layers make, after the last of them. A directory that only follows from the path of a file has none. */
final class Directories {
    private final TreeMap<String, String> attributes = new TreeMap<>();

    /** Applies layers, lowest first. */
    static Directories after(Collection<LayerPaths> layers) {
        Directories directories = new Directories();
        layers.forEach(directories::apply);
        return directories;
    }

    Optional<String> of(String path) {
        return Optional.ofNullable(attributes.get(path));
    }

    private void apply(LayerPaths layer) {
        // What hides lower content hides nothing of its own layer, wherever it stands in the archive (OCI image-spec).
        for (LayerEntry entry : layer.entries()) {
            switch (entry.kind()) {
                case OPAQUE -> below(entry.path()).clear();
                case WHITEOUT, FILE, SYMLINK, HARD_LINK -> remove(entry.path());
                case DIRECTORY -> {}
            }
        }
        for (LayerEntry entry : layer.entries()) {
            if (entry.isDirectory()) {
                attributes.put(entry.path(), entry.detail());
            }
        }
    }

    private void remove(String path) {
        attributes.remove(path);
        below(path).clear();
    }

    private Map<String, String> below(String path) {
        // '0' follows '/' in order.
        return path.isEmpty() ? attributes : attributes.subMap(path + "/", path + "0");
    }
}
