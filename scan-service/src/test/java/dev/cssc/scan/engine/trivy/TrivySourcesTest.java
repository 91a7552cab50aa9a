package dev.cssc.scan.engine.trivy;

import dev.cssc.common.layer.LayerEntry;
import dev.cssc.common.layer.LayerEntry.Kind;
import dev.cssc.common.layer.LayerPaths;
import dev.cssc.scan.engine.PackageSources;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class TrivySourcesTest {

    private static final PackageSources SOURCES = TrivySources.of("0.74.0").orElseThrow();

    @ParameterizedTest
    @ValueSource(strings = {"0.70.0", "0.73.2", "0.74.0", "0.74.1"})
    void areKnownOfTheVersionsThatWereRead(String version) {
        assertThat(TrivySources.of(version)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.68.1",
                "0.9.0",
                "0.74.1-fork",
                "0.75.0",
                "0.750.0",
                "0.99999.0",
                "1.0.0",
                "10.74.0",
                "dev",
                "",
                "0.74"
            })
    void areNotKnownOfANewerTrivyNorOfOneThatDoesNotTellItsVersion(String version) {
        assertThat(TrivySources.of(version)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "var/lib/dpkg/status",
                "var/lib/dpkg/status.d/base-files",
                "var/lib/dpkg/info/tar.md5sums",
                "lib/apk/db/installed",
                "usr/lib/apk/db/installed",
                "etc/apk/repositories",
                "var/lib/rpm/Packages",
                "usr/lib/sysimage/rpm/rpmdb.sqlite",
                "usr/share/rpm/rpmdb.sqlite",
                "var/lib/rpmmanifest/container-manifest-2",
                "root/buildinfo/content_manifests/ubi8.json",
                "etc/os-release",
                "usr/lib/os-release",
                "etc/lsb-release",
                "var/lib/ubuntu-advantage/status.json"
            })
    void areTouchedByAFileThatTrivyReads(String path) {
        assertThat(LayerPaths.of(LayerEntry.of(Kind.FILE, path)).touching(SOURCES.places()))
                .contains(path);
        assertThat(LayerPaths.of(LayerEntry.of(Kind.WHITEOUT, path)).touching(SOURCES.places()))
                .contains(path);
    }

    @Test
    void areTouchedByWhatReplacesOrHidesADirectoryAboveThem() {
        for (Kind kind : new Kind[] {Kind.WHITEOUT, Kind.OPAQUE, Kind.SYMLINK, Kind.FILE}) {
            assertThat(LayerPaths.of(LayerEntry.of(kind, "var/lib")).touching(SOURCES.places()))
                    .as("%s", kind)
                    .isPresent();
        }
    }

    @Test
    void areNotTouchedByADirectoryThatALayerRepeatsNorByFilesOfLikeNameElsewhere() {
        LayerPaths layer = LayerPaths.of(
                new LayerEntry("var/lib", Kind.DIRECTORY, "755 0:0"),
                new LayerEntry("etc", Kind.DIRECTORY, "755 0:0"),
                LayerEntry.of(Kind.FILE, "srv/var/lib/dpkg/status"),
                LayerEntry.of(Kind.FILE, "etc/os-release.old"),
                LayerEntry.of(Kind.FILE, "var/lib/dpkg-old/status"),
                LayerEntry.of(Kind.FILE, "usr/share/doc/tar/copyright"));

        assertThat(layer.touching(SOURCES.places())).isEmpty();
    }

    @Test
    void doNotTellAllOfDistributionsWithModulesAndContentSets() {
        assertThat(SOURCES.tellAll("debian")).isTrue();
        assertThat(SOURCES.tellAll("alpine")).isTrue();
        assertThat(SOURCES.tellAll("redhat")).isFalse();
        assertThat(SOURCES.tellAll("rocky")).isFalse();
    }
}
