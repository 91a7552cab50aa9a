package dev.cssc.common.layer;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

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

    /** The first path by which the layer touches one of the places: at, below or above it. */
    public Optional<String> touching(Collection<String> places) {
        return entries.stream()
                .flatMap(entry -> entry.touched().filter(path -> touches(path, entry.isDirectory(), places)))
                .findFirst();
    }

    private static boolean touches(String path, boolean directory, Collection<String> places) {
        return places.stream()
                .anyMatch(place -> EntryPath.isWithin(path, place)
                        // Builders repeat the directories above what they add; that changes nothing in them.
                        || !directory && EntryPath.isWithin(place, path));
    }
}
