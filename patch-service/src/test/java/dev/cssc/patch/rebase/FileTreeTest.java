package dev.cssc.patch.rebase;

import dev.cssc.common.layer.LayerEntry;
import dev.cssc.common.layer.LayerEntry.Kind;
import dev.cssc.common.layer.LayerPaths;
import org.junit.jupiter.api.Test;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class FileTreeTest {
    private static final FileTree TREE = FileTree.after(List.of(
            LayerPaths.of(
                    LayerEntry.of(Kind.FILE, "usr/bin/env"),
                    link("bin", "usr/bin"),
                    link("opt/env", "../bin/env"),
                    link("opt/absolute", "/opt/env"),
                    link("opt/circle", "circle"),
                    link("opt/above", "../../../../bin/env"),
                    link("opt/gone", "/usr/bin/gone"),
                    LayerEntry.of(Kind.FILE, "opt/removed"),
                    LayerEntry.of(Kind.FILE, "srv/hidden")),
            LayerPaths.of(
                    LayerEntry.of(Kind.WHITEOUT, "opt/removed"),
                    LayerEntry.of(Kind.FILE, "srv/kept"),
                    LayerEntry.of(Kind.OPAQUE, "srv"))));

    @Test
    void linksAreFollowedAsTheKernelDoes() {
        assertThat(TREE.resolve("opt/env")).contains("usr/bin/env");
        assertThat(TREE.resolve("/opt/absolute")).contains("usr/bin/env");
        assertThat(TREE.resolve("opt/above")).contains("usr/bin/env");
        assertThat(TREE.resolve("bin/../bin//./env")).contains("usr/bin/env");
        assertThat(TREE.resolve("bin")).contains("usr/bin");
        assertThat(TREE.resolve("/")).contains("");
    }

    @Test
    void whatLeadsNowhereOrInACircleIsNotThere() {
        assertThat(TREE.resolve("opt/gone")).isEmpty();
        assertThat(TREE.resolve("opt/circle")).isEmpty();
        assertThat(TREE.resolve("opt/removed")).isEmpty();
        assertThat(TREE.resolve("srv/hidden")).isEmpty();
        assertThat(TREE.resolve("srv/kept")).isPresent();
        assertThat(TREE.resolve("nowhere/env")).isEmpty();
    }

    private static LayerEntry link(String path, String target) {
        return new LayerEntry(path, Kind.SYMLINK, target);
    }
}
