package dev.cssc.patch.graft;

import java.util.Comparator;
import java.util.List;

/**
 * Everything that one layer touches.
 *
 * @param entries ordered by path; of two with one path the later one in the archive is the later one here
 */
public record LayerPaths(List<LayerEntry> entries) {
    public LayerPaths {
        entries =
                entries.stream().sorted(Comparator.comparing(LayerEntry::path)).toList();
    }

    /** A layer of these entries. */
    public static LayerPaths of(LayerEntry... entries) {
        return new LayerPaths(List.of(entries));
    }
}
