package dev.cssc.common.selection;

import dev.cssc.common.image.PinnedImage;
import dev.cssc.common.image.Repository;
import dev.cssc.common.image.Tag;

import java.util.List;

/**
 * What a policy selects now, and why.
 *
 * @param entries by repository in the policy's order, then by tag; each image once
 */
public record Plan(List<Entry> entries) {
    public Plan {
        entries = List.copyOf(entries);
    }

    /** What became of one tag, or of one name in the policy. */
    public sealed interface Entry {
        /** A sentence for the policy's author. */
        String why();
    }

    /**
     * The image is due.
     *
     * @param source what the policy names
     * @param candidate what is to be judged: its newest patch, else itself
     */
    public record In(PinnedImage source, PinnedImage candidate, String why) implements Entry {}

    /** The tag exists and is left alone although the policy asks for every tag. */
    public record Out(Repository repository, Tag tag, String why) implements Entry {}

    /**
     * The policy names what is not there.
     *
     * @param repository path, as written in the policy
     * @param tag as written in the policy; {@code *} where the whole repository was asked for
     */
    public record NotFound(String repository, String tag, String why) implements Entry {}

    /** The images that are due. */
    public List<In> in() {
        return only(In.class);
    }

    /** The tags that are left alone. */
    public List<Out> out() {
        return only(Out.class);
    }

    /** The names that are not there. */
    public List<NotFound> notFound() {
        return only(NotFound.class);
    }

    private <E extends Entry> List<E> only(Class<E> kind) {
        return entries.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}
