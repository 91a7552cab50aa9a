package dev.cssc.patch.graft;

import dev.cssc.common.layer.LayerEntry;
import dev.cssc.common.layer.LayerEntry.Kind;
import dev.cssc.common.layer.LayerPaths;
import dev.cssc.patch.graft.GraftRefusal.Reason;
import dev.cssc.patch.graft.OverlayTree.Change;
import dev.cssc.patch.graft.OverlayTree.Node;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Random images on one base, held against a model: whenever the rules allow it, the donor's layer on top of the sibling gives, file by file,
 * what patching the sibling itself gives.
 */
class GraftPropertyTest {
    private static final int CASES = 40_000;

    private static final List<String> DIRECTORIES = List.of(
            "usr",
            "usr/lib",
            "usr/bin",
            "usr/share",
            "usr/share/doc",
            "usr/share/doc/a",
            "etc",
            "opt",
            "app",
            "var/lib/x");

    private static final List<String> NAMES = List.of("a", "b", "new", "liba.so.1", "c");

    /** Of what packages bring, all lies in the shared layers. */
    private static final List<String> REMOVED =
            List.of("usr/lib/a", "lib/b", "usr/bin/a", "usr/share/doc/a/a", "usr/share/doc/b", "etc/a");

    private static final List<Change> BASE = List.of(
            directory("usr"),
            directory("usr/lib"),
            directory("usr/bin"),
            directory("usr/share"),
            directory("usr/share/doc"),
            directory("usr/share/doc/a"),
            directory("etc"),
            directory("opt"),
            Change.of(Kind.SYMLINK, "lib", "usr/lib"),
            Change.of(Kind.SYMLINK, "usr/share/doc/b", "a"),
            Change.of(Kind.SYMLINK, "opt/way", "../usr"),
            file("usr/lib/a", "1"),
            file("usr/lib/b", "1"),
            file("usr/bin/a", "1"),
            file("usr/share/doc/a/a", "1"),
            file("etc/a", "1"),
            file("etc/ld.so.cache", "nothing"));

    @Test
    void whatTheRulesAllowIsWhatPatchingTheSiblingGives() {
        Map<Reason, Integer> refusals = new EnumMap<>(Reason.class);
        int allowed = 0;
        int withOwnLayers = 0;
        for (int seed = 0; seed < CASES; seed++) {
            Random random = new Random(seed);
            List<List<Change>> donor = own(random);
            List<List<Change>> sibling = own(random);
            List<Step> upgrade = upgrade(random);
            List<Change> patch = patch(donor, upgrade);
            Kin kin = new Kin(List.of(OverlayTree.paths(BASE)), paths(donor), paths(sibling), List.of());
            Optional<GraftRefusal> refusal = GraftRules.refusal(kin, List.of(OverlayTree.paths(patch)));
            if (refusal.isPresent()) {
                refusals.merge(refusal.get().reason(), 1, Integer::sum);
                continue;
            }
            allowed++;
            withOwnLayers += sibling.isEmpty() ? 0 : 1;
            OverlayTree grafted = tree(sibling);
            grafted.apply(patch);
            OverlayTree patched = tree(sibling);
            upgrade.forEach(step -> step.on(patched));
            assertThat(grafted.nodes())
                    .as("seed %d: donor %s, sibling %s, patch %s", seed, donor, sibling, patch)
                    .isEqualTo(patched.nodes());
        }
        assertThat(allowed).as("allowed at all").isGreaterThan(CASES / 50);
        assertThat(withOwnLayers)
                .as("allowed for images with layers of their own")
                .isGreaterThan(CASES / 100);
        assertThat(refusals)
                .containsKeys(
                        Reason.DONOR_IN_REACH,
                        Reason.DIRECTORY_REPLACED,
                        Reason.THROUGH_SYMLINK,
                        Reason.PATH_TOUCHED,
                        Reason.DIRECTORY_DIFFERS,
                        Reason.GENERATED_FILE);
    }

    /** What a package manager does; where a path goes through links, it follows them. */
    private sealed interface Step {
        void on(OverlayTree tree);

        record Write(String path, String content) implements Step {
            @Override
            public void on(OverlayTree tree) {
                tree.put(path, new Node.File(content));
            }
        }

        record Remove(String path) implements Step {
            @Override
            public void on(OverlayTree tree) {
                tree.removeAt(path);
            }
        }

        record Link(String path, String target) implements Step {
            @Override
            public void on(OverlayTree tree) {
                tree.put(path, new Node.Link(target));
            }
        }

        record MakeDirectory(String path, String attributes) implements Step {
            @Override
            public void on(OverlayTree tree) {
                // As dpkg: one that is there stays as it is.
                if (!(tree.nodes().get(path) instanceof Node.Directory)) {
                    tree.directory(path, attributes);
                }
            }
        }

        /** As ldconfig: from all libraries that are there. */
        record Cache() implements Step {
            @Override
            public void on(OverlayTree tree) {
                String libraries = String.join(
                        " ",
                        tree.nodes().entrySet().stream()
                                .filter(entry -> !(entry.getValue() instanceof Node.Directory))
                                .map(Map.Entry::getKey)
                                .filter(path -> path.matches("(usr/|usr/local/)?lib/.*\\.so\\.1"))
                                .toList());
                tree.put("etc/ld.so.cache", new Node.File(libraries));
            }
        }
    }

    private static List<Step> upgrade(Random random) {
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i <= random.nextInt(3); i++) {
            String directory = pick(
                    random,
                    List.of("usr/lib", "lib", "usr/bin", "usr/share/doc/a", "usr/share/doc/b", "etc", "usr/share/new"));
            String path = directory + "/" + pick(random, NAMES);
            steps.add(
                    switch (random.nextInt(8)) {
                        case 0, 1 -> new Step.Remove(pick(random, REMOVED));
                        case 2 -> new Step.Link(path, pick(random, List.of("a", "../bin", "/etc/a")));
                        case 3 -> new Step.MakeDirectory(path, "700 0:0");
                        case 4 -> new Step.Cache();
                        default -> new Step.Write(path, "2");
                    });
        }
        return steps;
    }

    private static List<Change> patch(List<List<Change>> donor, List<Step> upgrade) {
        OverlayTree before = tree(donor);
        OverlayTree after = tree(donor);
        upgrade.forEach(step -> step.on(after));
        return before.changesTo(after);
    }

    private static List<List<Change>> own(Random random) {
        List<List<Change>> layers = new ArrayList<>();
        for (int layer = random.nextInt(3); layer > 0; layer--) {
            List<Change> changes = new ArrayList<>();
            for (int i = random.nextInt(3); i >= 0; i--) {
                changes.add(change(random));
            }
            layers.add(changes);
        }
        return layers;
    }

    private static Change change(Random random) {
        // Mostly as applications do, and now and then anything.
        String directory = random.nextInt(3) > 0
                ? pick(random, List.of("app", "opt", "opt/new", "usr/src"))
                : pick(
                        random,
                        Stream.concat(DIRECTORIES.stream(), Stream.of("lib", "opt/way", ""))
                                .toList());
        String path = directory.isEmpty() ? pick(random, NAMES) : directory + "/" + pick(random, NAMES);
        return switch (random.nextInt(12)) {
            case 0 -> Change.of(Kind.WHITEOUT, path, "");
            case 1 -> Change.of(Kind.OPAQUE, directory, "");
            case 2 -> Change.of(Kind.SYMLINK, path, pick(random, List.of("a", "/usr/lib", "../usr/bin")));
            case 3 -> Change.of(Kind.HARD_LINK, path, pick(random, List.of("usr/lib/a", "app/a")));
            case 4, 5 ->
                Change.of(
                        Kind.DIRECTORY,
                        random.nextBoolean() || directory.isEmpty() ? path : directory,
                        pick(random, List.of(OverlayTree.PLAIN, OverlayTree.PLAIN, "777 0:0")));
            default -> file(path, "own");
        };
    }

    private static OverlayTree tree(List<List<Change>> own) {
        List<List<Change>> layers = new ArrayList<>(List.of(BASE));
        layers.addAll(own);
        return OverlayTree.of(layers);
    }

    private static List<LayerPaths> paths(List<List<Change>> layers) {
        return layers.stream().map(OverlayTree::paths).toList();
    }

    private static String pick(Random random, List<String> of) {
        return of.get(random.nextInt(of.size()));
    }

    private static Change directory(String path) {
        return Change.of(Kind.DIRECTORY, path, OverlayTree.PLAIN);
    }

    private static Change file(String path, String content) {
        return new Change(LayerEntry.of(Kind.FILE, path), content);
    }
}
