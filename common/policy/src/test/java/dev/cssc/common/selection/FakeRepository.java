package dev.cssc.common.selection;

import dev.cssc.common.image.Digest;
import dev.cssc.common.image.Tag;
import dev.cssc.common.lineage.Lineage;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A repository in memory that remembers about which tags and digests it was asked. */
final class FakeRepository implements RepositoryView {
    final List<String> headed = Collections.synchronizedList(new ArrayList<>());
    final List<String> imaged = Collections.synchronizedList(new ArrayList<>());
    final List<Digest> lineageAsked = Collections.synchronizedList(new ArrayList<>());

    private final Map<Tag, Digest> tags = new LinkedHashMap<>();
    private final Map<Digest, Lineage> lineages = new LinkedHashMap<>();

    /** Each tag points to a digest of its own; none is anybody's patch. */
    static FakeRepository withTags(String... names) {
        var repository = new FakeRepository();
        for (String name : names) {
            repository.tag(
                    name,
                    digest(name),
                    new Lineage(Optional.empty(), Optional.empty(), List.of(digest("layer of " + name)), false));
        }
        return repository;
    }

    static Digest digest(String content) {
        return Digest.of(content);
    }

    /** A tag whose image says by annotation that it was made from that source content. */
    FakeRepository patch(String name, String sourceContent) {
        return tag(
                name,
                digest(name),
                new Lineage(Optional.empty(), Optional.of(digest(sourceContent)), List.of(), false));
    }

    /** A tag whose image says what the product's patches say: name and digest of the source. */
    FakeRepository patchOf(String name, String source) {
        return patchOf(name, source, source);
    }

    /** The same, made from what the source was when it had that content. */
    FakeRepository patchOf(String name, String source, String sourceContent) {
        return tag(
                name,
                digest(name),
                new Lineage(
                        Optional.of("registry.example/r:" + source),
                        Optional.of(digest(sourceContent)),
                        List.of(),
                        false));
    }

    FakeRepository tag(String name, Digest digest, Lineage lineage) {
        tags.put(new Tag(name), digest);
        lineages.put(digest, lineage);
        return this;
    }

    FakeRepository without(Digest manifest) {
        lineages.remove(manifest);
        return this;
    }

    @Override
    public Optional<List<Tag>> tags() {
        return Optional.of(List.copyOf(tags.keySet()));
    }

    @Override
    public Optional<Digest> head(Tag tag) {
        headed.add(tag.value());
        return Optional.ofNullable(tags.get(tag));
    }

    @Override
    public Optional<TaggedImage> image(Tag tag) {
        imaged.add(tag.value());
        return Optional.ofNullable(tags.get(tag))
                .filter(lineages::containsKey)
                .map(digest -> new TaggedImage(digest, lineages.get(digest)));
    }

    @Override
    public Optional<Lineage> lineage(Digest digest) {
        lineageAsked.add(digest);
        return Optional.ofNullable(lineages.get(digest));
    }
}
