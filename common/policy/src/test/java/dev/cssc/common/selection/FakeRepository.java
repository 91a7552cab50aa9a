package dev.cssc.common.selection;

import dev.cssc.common.failure.Failure;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.Tag;
import dev.cssc.common.lineage.Lineage;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A repository in memory that remembers about which tags and digests it was asked. */
final class FakeRepository implements RepositoryView {
    final List<String> headed = Collections.synchronizedList(new ArrayList<>());
    final List<String> imaged = Collections.synchronizedList(new ArrayList<>());
    final List<Digest> lineageAsked = Collections.synchronizedList(new ArrayList<>());

    private final boolean exists;
    private final Map<Tag, Digest> tags = new LinkedHashMap<>();
    private final Map<Digest, Lineage> lineages = new LinkedHashMap<>();
    private final Map<Tag, Failure> unreadable = new HashMap<>();
    private final List<Tag> gone = new ArrayList<>();

    private FakeRepository(boolean exists) {
        this.exists = exists;
    }

    /** The registry has no such repository. */
    static FakeRepository absent() {
        return new FakeRepository(false);
    }

    /** Each tag points to a digest of its own; none is anybody's patch. */
    static FakeRepository withTags(String... names) {
        var repository = new FakeRepository(true);
        for (String name : names) {
            repository.built(name);
        }
        return repository;
    }

    static Digest digest(String content) {
        return Digest.of(content);
    }

    static Lineage lineage(String baseName, String baseContent, String... layers) {
        return new Lineage(
                Optional.ofNullable(baseName),
                Optional.ofNullable(baseContent).map(FakeRepository::digest),
                List.of(layers).stream().map(FakeRepository::digest).toList(),
                false,
                false);
    }

    static Lineage markedByUs(Lineage lineage) {
        return new Lineage(lineage.baseName(), lineage.baseDigest(), lineage.layers(), lineage.copaMark(), true);
    }

    static Lineage markedByCopa(Lineage lineage) {
        return new Lineage(lineage.baseName(), lineage.baseDigest(), lineage.layers(), true, lineage.ownMark());
    }

    /** An image that states nothing, with a layer of its own. */
    FakeRepository built(String name) {
        return tag(name, digest(name), lineage(null, null, "layer of " + name));
    }

    /** What a tool leaves that states the digest of the source, and no name. */
    FakeRepository patch(String name, String sourceContent) {
        return tag(name, digest(name), lineage(null, sourceContent));
    }

    /** What the product leaves: name and digest of the source, as it is now. */
    FakeRepository patchOf(String name, String source) {
        return patchOf(name, source, source);
    }

    /** The same, made from what the source was when it had that content. */
    FakeRepository patchOf(String name, String source, String sourceContent) {
        return tag(name, digest(name), lineage("registry.example/r:" + source, sourceContent));
    }

    /** One more name for the image of another tag. */
    FakeRepository alias(String name, String of) {
        tags.put(new Tag(name), tags.get(new Tag(of)));
        return this;
    }

    FakeRepository tag(String name, Lineage lineage) {
        return tag(name, digest(name), lineage);
    }

    FakeRepository tag(String name, Digest digest, Lineage lineage) {
        tags.put(new Tag(name), digest);
        lineages.put(digest, lineage);
        return this;
    }

    /** The tag is listed, and went away since. */
    FakeRepository gone(String name) {
        gone.add(new Tag(name));
        return this;
    }

    /** The tag is listed, and reading it fails. */
    FakeRepository unreadable(String name, Failure failure) {
        unreadable.put(new Tag(name), failure);
        return this;
    }

    @Override
    public Optional<List<Tag>> tags() {
        return exists ? Optional.of(List.copyOf(tags.keySet())) : Optional.empty();
    }

    @Override
    public Optional<Digest> head(Tag tag) {
        headed.add(tag.value());
        return read(tag);
    }

    @Override
    public Optional<TaggedImage> image(Tag tag) {
        imaged.add(tag.value());
        return read(tag).map(digest -> new TaggedImage(digest, lineages.get(digest)));
    }

    @Override
    public Optional<Lineage> lineage(Digest digest) {
        lineageAsked.add(digest);
        return Optional.ofNullable(lineages.get(digest));
    }

    private Optional<Digest> read(Tag tag) {
        if (unreadable.containsKey(tag)) {
            throw unreadable.get(tag).toException();
        }
        return gone.contains(tag) ? Optional.empty() : Optional.ofNullable(tags.get(tag));
    }
}
