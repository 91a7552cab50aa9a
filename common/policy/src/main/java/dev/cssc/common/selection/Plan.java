package dev.cssc.common.selection;

import dev.cssc.common.event.Criteria;
import dev.cssc.common.failure.Failure;
import dev.cssc.common.image.PinnedImage;
import dev.cssc.common.image.Repository;
import dev.cssc.common.image.Tag;
import dev.cssc.common.image.TagConvention;

import java.util.List;
import java.util.Optional;

/**
 * What a policy selects now, and why. Every tag of a repository that the policy names is in exactly one entry.
 *
 * @param entries by repository in the policy's order, then by tag; each image once
 */
public record Plan(List<Entry> entries) {
    public Plan {
        entries = List.copyOf(entries);
    }

    /** What became of one tag, of one name in the policy, or of a repository that could not be read. */
    public sealed interface Entry {
        /** A sentence for the policy's author. */
        String why();
    }

    /**
     * The image is due.
     *
     * @param source what the policy names
     * @param candidate what is to be judged: its newest patch, else itself
     * @param convention how a patch of it is named
     * @param nextTag what a patch would be published under; empty where no such tag is left (999 are used, or the name would be too long)
     * @param criteria by what it is judged
     */
    public record In(
            PinnedImage source,
            PinnedImage candidate,
            TagConvention convention,
            Optional<Tag> nextTag,
            Criteria criteria,
            String why)
            implements Entry {
        /** The repository in which a patch of it is published: the source's own where the policy has no target. */
        public Repository site() {
            return criteria.siteOf(source.repository());
        }

        /** The same, with another number of patches that stay. */
        public In keeping(Optional<Integer> patches) {
            return new In(source, candidate, convention, nextTag, criteria.keeping(patches), why);
        }
    }

    /** The tag exists and is left alone. */
    public record Out(Repository repository, Tag tag, String why) implements Entry {
        static final String NOT_ASKED_FOR = "is not asked for by the policy";

        /** True where there is nothing to say but that no entry of the policy asks for it. */
        public boolean notAskedFor() {
            return why.equals(NOT_ASKED_FOR);
        }
    }

    /**
     * The policy names what is not there.
     *
     * @param registry host and optional port
     * @param repository path, as written in the policy
     * @param tag as written in the policy; {@code *} where the whole repository was asked for
     */
    public record NotFound(String registry, String repository, String tag, String why) implements Entry {}

    /**
     * A repository, or one tag of it, that could not be read: nothing is known of it, and the other entries stand.
     *
     * @param path JSON path of the policy's entry that asked for it
     * @param registry host and optional port
     * @param repository path, as written in the policy
     * @param tag the tag that could not be read; empty where it was the repository's listing
     */
    public record Failed(String path, String registry, String repository, Optional<String> tag, Failure failure)
            implements Entry {
        @Override
        public String why() {
            return failure.detail();
        }
    }

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

    /** What could not be read. */
    public List<Failed> failed() {
        return only(Failed.class);
    }

    private <E extends Entry> List<E> only(Class<E> kind) {
        return entries.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}
