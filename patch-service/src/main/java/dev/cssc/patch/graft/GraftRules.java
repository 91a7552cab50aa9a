package dev.cssc.patch.graft;

import dev.cssc.common.layer.EntryPath;
import dev.cssc.common.layer.LayerEntry;
import dev.cssc.common.layer.LayerPaths;
import dev.cssc.patch.graft.GraftRefusal.Reason;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whether the patch of one image may be put on another. Both were found to have the same packages and to need the same ones raised; what is
 * left to show is that the upgrade would write the same in both, and that in both it lies on top of the same. Where that cannot be shown from
 * the paths alone, the answer is no: patching normally is always right.
 *
 * <p>What may differ in the end: times of directories, and a directory that packages leave behind empty.
 */
public final class GraftRules {
    private GraftRules() {}

    /** What can be said before there is a patch. Empty where nothing forbids to wait for it. */
    public static Optional<GraftRefusal> beforeThePatch(Kin kin) {
        return firstOf(List.of(
                () -> kin.shared().isEmpty() ? refused(Reason.NO_SHARED_LAYERS, "") : Optional.empty(),
                () -> packageState(kin),
                () -> UpgradeReach.touchedBy(directories(kin.shared()), kin.donor(), kin.donorEnvironment())
                        .flatMap(path -> refused(Reason.DONOR_IN_REACH, path)),
                () -> UpgradeReach.steeredBy(kin.donorEnvironment())
                        .flatMap(name -> refused(Reason.DONOR_ENVIRONMENT, name)),
                () -> replacedDirectory(kin),
                () -> throughSymlink(kin, Stream.empty())));
    }

    /**
     * The whole answer.
     *
     * @param patch the layers that the patch added to the donor, lowest first
     */
    public static Optional<GraftRefusal> refusal(Kin kin, List<LayerPaths> patch) {
        PatchPaths paths = PatchPaths.of(patch);
        return firstOf(List.of(
                () -> beforeThePatch(kin),
                () -> throughSymlink(kin, patch.stream()),
                () -> touchedPath(kin, paths),
                () -> differingDirectory(kin, paths),
                () -> GeneratedFiles.madeWithout(paths.all(), kin.own())
                        .flatMap(path -> refused(Reason.GENERATED_FILE, path))));
    }

    private static Optional<GraftRefusal> packageState(Kin kin) {
        return kin.own().stream()
                .flatMap(layer -> PackageManagers.touchedBy(layer).stream())
                .findFirst()
                .flatMap(path -> refused(Reason.OWN_PACKAGE_STATE, path));
    }

    /**
     * Where packages go when they are unpacked depends on which directories there are, and on links that lead to one: {@code /lib} may be
     * {@code usr/lib}. So own layers must leave all of these alone.
     */
    private static Optional<GraftRefusal> replacedDirectory(Kin kin) {
        Set<String> directories = directories(kin.shared());
        Set<String> all = links(entries(kin.shared()));
        Set<String> links = entries(kin.shared())
                .filter(entry -> entry.kind() == LayerEntry.Kind.SYMLINK)
                .filter(entry -> mayLeadToOne(entry, directories, all))
                .map(LayerEntry::path)
                .collect(Collectors.toSet());
        return entries(kin.own())
                .filter(entry ->
                        links.contains(entry.path()) || !entry.isDirectory() && directories.contains(entry.path()))
                .findFirst()
                .flatMap(entry -> refused(Reason.DIRECTORY_REPLACED, entry.path()));
    }

    /** A link to a link, or whose way goes through another one, may lead anywhere. */
    private static boolean mayLeadToOne(LayerEntry link, Set<String> directories, Set<String> links) {
        String target = EntryPath.target(link.path(), link.detail());
        String parent = EntryPath.parent(target);
        return target.isEmpty()
                || directories.contains(target)
                || links.contains(target)
                || !parent.isEmpty() && !directories.contains(parent);
    }

    /** Below any path that any layer makes a symbolic link, the same file may have another name. */
    private static Optional<GraftRefusal> throughSymlink(Kin kin, Stream<LayerPaths> patch) {
        List<LayerPaths> above = Stream.concat(kin.own().stream(), patch).toList();
        Set<String> links = links(Stream.concat(entries(kin.shared()), entries(above)));
        return entries(above)
                .flatMap(LayerEntry::touched)
                .filter(path -> EntryPath.above(path, links::contains).isPresent())
                .findFirst()
                .flatMap(path -> refused(Reason.THROUGH_SYMLINK, path));
    }

    private static Optional<GraftRefusal> touchedPath(Kin kin, PatchPaths patch) {
        return entries(kin.own())
                .flatMap(entry -> patch.touchedBy(entry).stream())
                .findFirst()
                .flatMap(path -> refused(Reason.PATH_TOUCHED, path));
    }

    /** The patch brings the attributes that its directories have in the donor. */
    private static Optional<GraftRefusal> differingDirectory(Kin kin, PatchPaths patch) {
        Directories donor = Directories.after(kin.ofDonor());
        Directories sibling = Directories.after(kin.ofSibling());
        List<String> own = entries(kin.own()).map(LayerEntry::path).toList();
        return patch.directories()
                .filter(path -> !donor.of(path).equals(sibling.of(path))
                        || donor.of(path).isEmpty() && own.stream().anyMatch(o -> EntryPath.isWithin(o, path)))
                .findFirst()
                .flatMap(path -> refused(Reason.DIRECTORY_DIFFERS, path));
    }

    private static Set<String> directories(List<LayerPaths> layers) {
        return entries(layers)
                .filter(LayerEntry::isDirectory)
                .map(LayerEntry::path)
                .collect(Collectors.toSet());
    }

    private static Set<String> links(Stream<LayerEntry> entries) {
        return entries.filter(entry -> entry.kind() == LayerEntry.Kind.SYMLINK)
                .map(LayerEntry::path)
                .collect(Collectors.toSet());
    }

    private static Stream<LayerEntry> entries(List<LayerPaths> layers) {
        return layers.stream().flatMap(layer -> layer.entries().stream());
    }

    private static Optional<GraftRefusal> refused(Reason reason, String detail) {
        return Optional.of(new GraftRefusal(reason, detail));
    }

    private static Optional<GraftRefusal> firstOf(List<Supplier<Optional<GraftRefusal>>> rules) {
        return rules.stream().flatMap(rule -> rule.get().stream()).findFirst();
    }
}
