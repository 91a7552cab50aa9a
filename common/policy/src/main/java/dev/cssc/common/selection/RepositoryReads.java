package dev.cssc.common.selection;

import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.FailureException;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.Tag;
import dev.cssc.common.lineage.Lineage;
import dev.cssc.common.selection.RepositoryView.TaggedImage;

import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;

/**
 * What was read of one repository during a selection. Nothing is read twice, so that all of one plan rests on the same state of each tag;
 * what could not be read is not tried again. Of two threads that ask the same at once, both get the first answer.
 */
final class RepositoryReads {
    private final RepositoryView view;
    private final ConcurrentMap<Tag, Answer<Digest>> digests = new ConcurrentHashMap<>();
    private final ConcurrentMap<Tag, Answer<TaggedImage>> images = new ConcurrentHashMap<>();
    private final ConcurrentMap<Digest, Answer<Lineage>> lineages = new ConcurrentHashMap<>();

    RepositoryReads(RepositoryView view) {
        this.view = view;
    }

    /** The answer to one question, which may have been no answer. */
    private record Answer<T>(Optional<T> value, Optional<Failure> failure) {
        static <T> Answer<T> to(Supplier<Optional<T>> question) {
            try {
                return new Answer<>(question.get(), Optional.empty());
            } catch (FailureException e) {
                return new Answer<>(Optional.empty(), Optional.of(e.failure()));
            }
        }

        Optional<T> get() {
            failure.ifPresent(why -> {
                throw why.toException();
            });
            return value;
        }
    }

    /** Takes it as read that the tag points to this. */
    void pinned(Tag tag, Digest digest) {
        digests.put(tag, new Answer<>(Optional.of(digest), Optional.empty()));
    }

    /**
     * What the tag points to; empty where it went away.
     *
     * @throws FailureException where the registry could not be asked
     */
    Optional<Digest> digest(Tag tag) {
        return asked(digests, tag, () -> view.head(tag));
    }

    /**
     * The same with its lineage, in one request.
     *
     * @throws FailureException where the registry could not be asked
     */
    Optional<TaggedImage> image(Tag tag) {
        Optional<TaggedImage> image = asked(images, tag, () -> view.image(tag));
        digests.putIfAbsent(tag, new Answer<>(image.map(TaggedImage::digest), Optional.empty()));
        return image;
    }

    /**
     * Where the image of a tag comes from; empty where it went away.
     *
     * @throws FailureException where the registry could not be asked
     */
    Optional<Lineage> lineage(Tag tag) {
        Answer<TaggedImage> image = images.get(tag);
        return image != null
                ? image.get().map(TaggedImage::lineage)
                : digest(tag).flatMap(digest -> asked(lineages, digest, () -> view.lineage(digest)));
    }

    /** True where it was tried to read the tag with its lineage. */
    boolean hasImage(Tag tag) {
        return images.containsKey(tag);
    }

    private static <Q, A> Optional<A> asked(
            ConcurrentMap<Q, Answer<A>> answers, Q question, Supplier<Optional<A>> ask) {
        Answer<A> known = answers.get(question);
        if (known == null) {
            Answer<A> answer = Answer.to(ask);
            Answer<A> first = answers.putIfAbsent(question, answer);
            known = first == null ? answer : first;
        }
        return known.get();
    }
}
