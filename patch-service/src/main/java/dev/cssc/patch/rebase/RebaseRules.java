package dev.cssc.patch.rebase;

import dev.cssc.common.layer.EntryPath;
import dev.cssc.common.layer.LayerEntry;
import dev.cssc.patch.graft.GeneratedFiles;
import dev.cssc.patch.graft.PackageManagers;
import dev.cssc.patch.rebase.RebaseRefusal.Reason;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whether an image's own layers mean the same on another build of its base as on the one that they were made on. What they add is added
 * there too; what they replace or hide has to be the same in both builds, so that nothing is a mixture of the two. Where that cannot be
 * shown, the answer is no: patching normally is always right.
 */
public final class RebaseRules {
    private static final String PLAIN_DIRECTORY = "755 0:0";

    private final RebaseGround ground;
    private final FileTree before;
    private final FileTree after;
    private final FileTree image;
    private final FileTree rebased;

    private RebaseRules(RebaseGround ground) {
        this.ground = ground;
        this.before = ground.before();
        this.after = ground.after();
        this.image = ground.image();
        this.rebased = ground.rebased();
    }

    /**
     * Why it must not be; empty where it may.
     *
     * @param differing asked last, for files that both builds have and an own layer replaces: one that is not the same in both
     */
    public static Optional<RebaseRefusal> refusal(
            RebaseGround ground, Function<Set<String>, Optional<String>> differing) {
        return new RebaseRules(ground).refusal(differing);
    }

    private Optional<RebaseRefusal> refusal(Function<Set<String>, Optional<String>> differing) {
        Set<String> links = links();
        return firstOf(List.of(
                () -> ground.own().stream()
                        .flatMap(layer -> PackageManagers.touchedBy(layer).stream())
                        .findFirst()
                        .map(path -> new RebaseRefusal(Reason.OWN_PACKAGE_STATE, path)),
                () -> Stream.concat(ground.entries(), ground.entriesOfBuilds())
                        .flatMap(LayerEntry::touched)
                        .filter(path -> EntryPath.above(path, links::contains).isPresent())
                        .findFirst()
                        .map(path -> new RebaseRefusal(Reason.THROUGH_SYMLINK, path)),
                () -> first(Reason.DIRECTORY_REPLACED, this::otherKind),
                () -> first(Reason.DIRECTORY_REPLACED, this::directoryGone),
                () -> first(Reason.DIRECTORY_DIFFERS, this::otherAttributes),
                () -> first(Reason.NEW_FILE_HIDDEN, this::hidden),
                () -> first(Reason.FILE_REPLACED, this::replacedInOne),
                () -> first(Reason.LINK_TARGET_GONE, this::goneTarget),
                () -> generated(differing).map(path -> new RebaseRefusal(Reason.GENERATED_FILE, path)),
                () -> replacedAndDiffering(differing).map(path -> new RebaseRefusal(Reason.FILE_REPLACED, path))));
    }

    /** All of both builds and of the image: below one of them the same file may have another name. */
    private Set<String> links() {
        return Stream.of(
                        before.links(),
                        after.links(),
                        ground.entries()
                                .filter(entry -> entry.kind() == LayerEntry.Kind.SYMLINK)
                                .map(LayerEntry::path))
                .flatMap(paths -> paths)
                .collect(Collectors.toSet());
    }

    /** A directory must be one in both builds, and nothing else be one in either. */
    private Stream<String> otherKind(LayerEntry entry) {
        Stream<String> above = EntryPath.above(entry.path(), up -> before.isOther(up) || after.isOther(up)).stream();
        boolean other = switch (entry.kind()) {
            case DIRECTORY, OPAQUE -> before.isOther(entry.path()) || after.isOther(entry.path());
            case FILE, SYMLINK, HARD_LINK -> before.isDirectory(entry.path()) || after.isDirectory(entry.path());
            case WHITEOUT -> false;
        };
        return Stream.concat(above, other ? Stream.of(entry.path()) : Stream.empty());
    }

    /** What is added to a directory that the newer build has not got would be in one of nobody's making, where nobody looks for it. */
    private Stream<String> directoryGone(LayerEntry entry) {
        return switch (entry.kind()) {
            case FILE, SYMLINK, HARD_LINK, DIRECTORY ->
                EntryPath.above(entry.path(), up -> before.has(up) && !after.has(up)).stream();
            case OPAQUE, WHITEOUT -> Stream.empty();
        };
    }

    /** Builders repeat the directories above what they add, as these were in the build that they worked on. */
    private Stream<String> otherAttributes(LayerEntry entry) {
        Optional<String> is = attributes(after, entry.path());
        return entry.isDirectory()
                        && !attributes(before, entry.path()).equals(is)
                        && !is.equals(Optional.of(entry.detail()))
                ? Stream.of(entry.path())
                : Stream.empty();
    }

    /** A directory that no layer says anything of is made as tools make it (containerd and Docker: mode 755, root's). */
    private static Optional<String> attributes(FileTree tree, String path) {
        return tree.at(path)
                .map(there -> there.entry().detail())
                .or(() -> Optional.of(PLAIN_DIRECTORY).filter(plain -> tree.has(path)));
    }

    /** What was removed stays so, whatever its content; of what is new nobody has said that it is to be. */
    private Stream<String> hidden(LayerEntry entry) {
        return switch (entry.kind()) {
            case OPAQUE -> after.in(entry.path()).filter(path -> !before.has(path));
            case WHITEOUT ->
                Stream.concat(Stream.of(entry.path()).filter(after::has), after.in(entry.path()))
                        .filter(path -> !before.has(path) || before.isDirectory(path) != after.isDirectory(path));
            case DIRECTORY, FILE, SYMLINK, HARD_LINK -> Stream.empty();
        };
    }

    /** A file of one build only, or of another kind there; a name of a file that has several counts as another. */
    private Stream<String> replacedInOne(LayerEntry entry) {
        return replaced(entry).filter(path -> {
            Optional<LayerEntry> was = before.at(path).map(FileTree.Placed::entry);
            Optional<LayerEntry> is = after.at(path).map(FileTree.Placed::entry);
            return !was.equals(is)
                    || was.filter(file -> file.kind() == LayerEntry.Kind.HARD_LINK)
                            .isPresent();
        });
    }

    private Stream<String> replaced(LayerEntry entry) {
        return switch (entry.kind()) {
            case FILE, SYMLINK, HARD_LINK ->
                entry.touched()
                        .filter(path -> before.isOther(path) || after.isOther(path))
                        .filter(path -> entry.kind() != LayerEntry.Kind.FILE || !BuildLeftovers.holds(path));
            case DIRECTORY, OPAQUE, WHITEOUT -> Stream.empty();
        };
    }

    /** The same name of another file will not do: {@code python3} of the newer build may be another Python than the image's libraries are for. */
    private Stream<String> goneTarget(LayerEntry entry) {
        return entry.kind() == LayerEntry.Kind.SYMLINK && !image.leadsWhere(rebased, entry.path())
                ? Stream.of(entry.path())
                : Stream.empty();
    }

    /** A file that was made in the image has to be what would be made of the newer build as well. */
    private Optional<String> generated(Function<Set<String>, Optional<String>> differing) {
        Set<String> made =
                ground.entries().filter(RebaseRules::puts).map(LayerEntry::path).collect(Collectors.toSet());
        Map<String, LayerEntry> was = sources(before, made);
        Map<String, LayerEntry> is = sources(after, made);
        Optional<String> other = Stream.concat(was.keySet().stream(), is.keySet().stream())
                .sorted()
                .filter(path -> !Objects.equals(was.get(path), is.get(path)))
                .findFirst();
        if (other.isPresent()) {
            return other;
        }
        Predicate<String> ofContents = GeneratedFiles.contents(made);
        Set<String> contents = was.values().stream()
                .filter(entry -> entry.kind() != LayerEntry.Kind.SYMLINK)
                .map(LayerEntry::path)
                .filter(ofContents)
                .collect(Collectors.toCollection(TreeSet::new));
        return contents.isEmpty() ? Optional.empty() : differing.apply(contents);
    }

    private static Map<String, LayerEntry> sources(FileTree build, Set<String> made) {
        Predicate<String> source = GeneratedFiles.sources(made);
        return build.files()
                .filter(entry -> source.test(entry.path()))
                .collect(Collectors.toMap(LayerEntry::path, entry -> entry, (one, other) -> other, TreeMap::new));
    }

    private static boolean puts(LayerEntry entry) {
        return switch (entry.kind()) {
            case FILE, SYMLINK, HARD_LINK -> true;
            case DIRECTORY, OPAQUE, WHITEOUT -> false;
        };
    }

    private Optional<String> replacedAndDiffering(Function<Set<String>, Optional<String>> differing) {
        Set<String> files = ground.entries()
                .flatMap(this::replaced)
                .filter(path -> before.at(path)
                        .filter(there -> there.entry().kind() == LayerEntry.Kind.FILE)
                        .isPresent())
                .collect(Collectors.toCollection(TreeSet::new));
        return files.isEmpty() ? Optional.empty() : differing.apply(files);
    }

    private Optional<RebaseRefusal> first(Reason reason, Function<LayerEntry, Stream<String>> amiss) {
        return ground.entries().flatMap(amiss).findFirst().map(path -> new RebaseRefusal(reason, path));
    }

    private static Optional<RebaseRefusal> firstOf(List<Supplier<Optional<RebaseRefusal>>> rules) {
        return rules.stream().flatMap(rule -> rule.get().stream()).findFirst();
    }
}
