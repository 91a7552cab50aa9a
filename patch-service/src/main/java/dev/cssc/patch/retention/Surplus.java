package dev.cssc.patch.retention;

import dev.cssc.common.image.Digest;
import dev.cssc.common.image.Tag;
import dev.cssc.common.image.TagConvention;

import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Which patches of a source are more than are kept. Newest is who has the highest number, since numbers are given in the order of publishing
 * and never again; patches of a digest that the source's tag pointed to before count like any other. Only a patch that is there counts
 * among those that are kept: where somebody removed the newest one, the next older one takes its place. A floating tag is followed by whoever
 * uses it, so it neither counts nor is it removed.
 */
final class Surplus {
    private Surplus() {}

    /**
     * Those beyond the newest {@code keep}, newest first.
     *
     * @param published patches of one source tag
     * @param keep how many stay, at least 1
     * @param there what the repository's tags point to
     */
    static List<OldPatch> of(List<OldPatch> published, int keep, Map<Tag, Digest> there) {
        List<OldPatch> newestFirst = newestFirst(published);
        int kept = 0;
        for (int i = 0; i < newestFirst.size(); i++) {
            OldPatch patch = newestFirst.get(i);
            if (patch.digest().equals(there.get(patch.tag())) && ++kept == keep) {
                return newestFirst.subList(i + 1, newestFirst.size());
            }
        }
        return List.of();
    }

    /**
     * Those that may be more than are kept, whatever is there, and whose removal may be tried now: where there is none, the registry need
     * not be asked.
     */
    static List<OldPatch> possible(List<OldPatch> published, int keep) {
        return newestFirst(published).stream().skip(keep).filter(OldPatch::due).toList();
    }

    private static List<OldPatch> newestFirst(List<OldPatch> published) {
        return published.stream()
                .filter(patch -> number(patch) > 0)
                .sorted(Comparator.comparingInt(Surplus::number).reversed())
                .toList();
    }

    private static int number(OldPatch patch) {
        return TagConvention.incrementalSuffix(patch.source().tag(), patch.tag())
                .orElse(0);
    }
}
