package dev.cssc.common.event;

import java.util.Comparator;
import java.util.List;

/**
 * The scan service knows something new of images that it judged before: what could not be fixed then can be fixed now. It looked at stored
 * package lists only, so nothing is said of where the tags point by now; whoever acts on it reads them anew. The patch service says the same of
 * images whose fixes no package repository held when it patched them, hours later, when one may hold them.
 *
 * @param workflow for which the images were judged last
 * @param scanner who says so, with the knowledge that changed
 * @param images which, brought into the order worst first; at least one. A long list is told in several events
 */
public record BecameFixable(String workflow, Scanner scanner, List<Affected> images) implements Event {

    /** Most vulnerabilities that are named of one image; there may be more. */
    public static final int MOST_VULNERABILITIES = 10;

    private static final Comparator<Affected> WORST_FIRST =
            Comparator.comparing(Affected::severity).reversed().thenComparing(Affected::image);

    public BecameFixable {
        images = images.stream().sorted(WORST_FIRST).toList();
        if (images.isEmpty()) {
            throw new IllegalArgumentException("images: at least one is needed");
        }
    }

    /**
     * @param image {@code registry/repository:tag} of the source, as the policy names it
     * @param severity the worst of what became fixable
     * @param vulnerabilities ids of what became fixable, worst first; those beyond {@link #MOST_VULNERABILITIES} are left out
     */
    public record Affected(String image, Severity severity, List<String> vulnerabilities) {
        public Affected {
            vulnerabilities =
                    vulnerabilities.stream().limit(MOST_VULNERABILITIES).toList();
        }
    }

    @Override
    public String key() {
        return workflow;
    }

    @Override
    public EventType type() {
        return EventType.BECAME_FIXABLE;
    }
}
