package dev.cssc.patch.rebase;

import dev.cssc.common.layer.LayerEntry;
import dev.cssc.common.layer.LayerEntry.Kind;
import dev.cssc.common.layer.LayerPaths;
import dev.cssc.patch.rebase.RebaseRefusal.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Optional;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

class RebaseRulesTest {
    private static final String PLAIN = "755 0:0";
    private static final LayerPaths SHARED = LayerPaths.of(directory("srv"), file("srv/shared"));
    private static final LayerPaths OLD = LayerPaths.of(
            directory("usr"),
            directory("usr/lib"),
            directory("var"),
            directory("var/spool"),
            link("lib", "usr/lib"),
            link("usr/bin/python3", "python3.11"),
            file("usr/bin/python3.11"),
            file("usr/lib/libssl.so.3"),
            file("usr/lib/gone"),
            directory("usr/share/gone"),
            file("srv/implied/a"),
            file("usr/share/doc/tar"),
            file("etc/ca-certificates.conf"),
            file("etc/passwd"),
            file("var/lib/dpkg/status"));
    private static final LayerPaths NEW = LayerPaths.of(
            directory("usr"),
            directory("usr/lib"),
            directory("var"),
            new LayerEntry("var/spool", Kind.DIRECTORY, "700 0:0"),
            link("lib", "usr/lib"),
            link("usr/bin/python3", "python3.13"),
            file("usr/bin/python3.13"),
            file("usr/lib/libssl.so.3"),
            file("usr/lib/libnew.so"),
            file("usr/share/doc/tar"),
            file("usr/share/doc/new"),
            file("etc/ca-certificates.conf"),
            file("etc/passwd"),
            file("etc/hostname"),
            directory("srv/implied"),
            file("srv/implied/a"),
            file("etc/new"),
            file("var/lib/dpkg/status"));

    @Test
    void anApplicationThatOnlyAddsFilesIsRebased() {
        assertThat(refusal(
                        LayerPaths.of(directory("usr"), directory("usr/lib"), directory("opt"), file("opt/app")),
                        LayerPaths.of(
                                entry(Kind.WHITEOUT, "opt/app"), entry(Kind.OPAQUE, "opt"), file("usr/lib/own.so"))))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"var/lib/dpkg/status", "etc/apt/sources.list", "etc/os-release", "var/lib/rpm/x", "lib/apk/db"})
    void ownPackagesAreForTheEngine(String path) {
        assertRefused(Reason.OWN_PACKAGE_STATE, path, file(path));
    }

    @Test
    void whatLeadsThroughALinkOfOneOfThemIsRefused() {
        assertRefused(Reason.THROUGH_SYMLINK, "lib/own.so", file("lib/own.so"));
        assertRefused(Reason.THROUGH_SYMLINK, "opt/now/a", link("opt/now", "v1"), file("opt/now/a"));
    }

    @Test
    void aBuildThatHasSomethingBelowALinkIsRefusedSinceItsFilesHaveTwoNames() {
        RebaseGround ground = new RebaseGround(
                List.of(LayerPaths.of(link("lib", "usr/lib"), file("usr/lib/a"))),
                List.of(LayerPaths.of(file("etc/old"))),
                List.of(LayerPaths.of(file("lib/a"))),
                List.of(LayerPaths.of(file("usr/lib/a"))));

        assertThat(RebaseRules.refusal(ground, files -> Optional.empty()))
                .contains(new RebaseRefusal(Reason.THROUGH_SYMLINK, "lib/a"));
    }

    @Test
    void aDirectoryOfTheBaseMustStayOne() {
        assertRefused(Reason.DIRECTORY_REPLACED, "var/spool", link("var/spool", "../opt/spool"));
        assertRefused(Reason.DIRECTORY_REPLACED, "usr/bin", file("usr/bin"));
        assertRefused(Reason.DIRECTORY_REPLACED, "etc/new", directory("etc/new"));
        assertRefused(Reason.DIRECTORY_REPLACED, "etc/new", file("etc/new/a"));
    }

    @Test
    void aRepeatedDirectoryMustBeTheSameInBoth() {
        assertRefused(Reason.DIRECTORY_DIFFERS, "var/spool", directory("var/spool"), file("var/spool/own"));
        assertThat(refusal(LayerPaths.of(directory("var"), file("var/own")))).isEmpty();
        assertThat(refusal(LayerPaths.of(directory("srv/implied"), file("srv/implied/own"))))
                .as("one that follows from what is in it is made with the mode of most")
                .isEmpty();
        assertThat(refusal(LayerPaths.of(new LayerEntry("var/spool", Kind.DIRECTORY, "700 0:0"))))
                .as("it makes of it what the newer build does")
                .isEmpty();
    }

    @Test
    void aDirectoryThatTheNewBuildHasNotGotHoldsNothingOfTheImages() {
        assertRefused(Reason.DIRECTORY_REPLACED, "usr/share/gone", file("usr/share/gone/own"));
        assertRefused(
                Reason.DIRECTORY_REPLACED,
                "usr/share/gone",
                directory("usr/share/gone"),
                directory("usr/share/gone/own"),
                file("usr/share/gone/own/file"));
        assertRefused(Reason.DIRECTORY_DIFFERS, "usr/share/gone", directory("usr/share/gone"));
    }

    @Test
    void whatBuildersLeaveBehindIsNoFileOfTheImages() {
        assertThat(refusal(LayerPaths.of(file("etc/hostname"), file("run/.containerenv"), file("etc/shadow-"))))
                .isEmpty();
        assertRefused(Reason.FILE_REPLACED, "etc/hostname", link("etc/hostname", "/opt/name"));
    }

    @Test
    void whatIsNewMustNotBeHidden() {
        assertRefused(Reason.NEW_FILE_HIDDEN, "usr/share/doc/new", entry(Kind.WHITEOUT, "usr/share/doc"));
        assertRefused(Reason.NEW_FILE_HIDDEN, "usr/share/doc/new", entry(Kind.OPAQUE, "usr/share/doc"));
        assertRefused(Reason.NEW_FILE_HIDDEN, "etc/new", entry(Kind.WHITEOUT, "etc/new"));
        assertThat(refusal(LayerPaths.of(entry(Kind.WHITEOUT, "usr/share/doc/tar"))))
                .as("it is removed in both")
                .isEmpty();
        assertThat(refusal(LayerPaths.of(entry(Kind.WHITEOUT, "usr/bin/python3.11"))))
                .as("the new build has not got it")
                .isEmpty();
    }

    @Test
    void aReplacedFileMustBeTheSameInBoth() {
        assertThat(asked(Optional.empty(), file("etc/passwd"))).isEmpty();
        assertThat(asked(Optional.of("etc/passwd"), file("etc/passwd")))
                .contains(new RebaseRefusal(Reason.FILE_REPLACED, "etc/passwd"));
        assertRefused(Reason.FILE_REPLACED, "etc/new", file("etc/new"));
        assertRefused(Reason.FILE_REPLACED, "usr/bin/python3.11", file("usr/bin/python3.11"));
        assertRefused(Reason.FILE_REPLACED, "usr/bin/python3", link("usr/bin/python3", "/opt/python"));
        assertRefused(
                Reason.FILE_REPLACED, "usr/bin/python3", new LayerEntry("opt/x", Kind.HARD_LINK, "usr/bin/python3"));
    }

    @Test
    void aHardLinkOfAFileOfTheBaseCountsAsThatFile() {
        assertThat(asked(Optional.of("etc/passwd"), new LayerEntry("opt/p", Kind.HARD_LINK, "etc/passwd")))
                .contains(new RebaseRefusal(Reason.FILE_REPLACED, "etc/passwd"));
    }

    @Test
    void contentsAreOnlyAskedForWhereAFileIsReplaced() {
        RebaseGround ground = ground(LayerPaths.of(file("opt/app"), directory("usr")));

        assertThat(RebaseRules.refusal(ground, files -> {
                    throw new AssertionError(files);
                }))
                .isEmpty();
    }

    @Test
    void anOwnLinkMustLeadToTheSameInBoth() {
        assertRefused(Reason.LINK_TARGET_GONE, "opt/venv/python", link("opt/venv/python", "/usr/bin/python3.11"));
        assertRefused(Reason.LINK_TARGET_GONE, "opt/a", link("opt/a", "../lib/gone"));
        assertRefused(Reason.LINK_TARGET_GONE, "opt/a", link("opt/a", "b"), link("opt/b", "/lib/gone"));
        assertRefused(Reason.LINK_TARGET_GONE, "opt/venv/python", link("opt/venv/python", "/usr/bin/python3"));
        assertThat(refusal(LayerPaths.of(link("opt/ssl", "/lib/libssl.so.3")))).isEmpty();
        assertThat(refusal(LayerPaths.of(link("opt/a", "own"), file("opt/own"))))
                .isEmpty();
        assertThat(refusal(LayerPaths.of(link("opt/a", "/nowhere"))))
                .as("it led nowhere before")
                .isEmpty();
    }

    @Test
    void aFileMadeFromOthersOfTheOldBuildIsRefused() {
        RebaseGround newLibrary = new RebaseGround(
                List.of(SHARED),
                List.of(LayerPaths.of(file("usr/lib/a.so.1"))),
                List.of(LayerPaths.of(file("usr/lib/a.so.1"), file("usr/lib/b.so.1"))),
                List.of(LayerPaths.of(file("etc/ld.so.cache"))));

        assertThat(RebaseRules.refusal(newLibrary, files -> Optional.empty()))
                .contains(new RebaseRefusal(Reason.GENERATED_FILE, "usr/lib/b.so.1"));
        assertThat(asked(Optional.of("etc/ca-certificates.conf"), file("etc/ssl/certs/all.crt")))
                .contains(new RebaseRefusal(Reason.GENERATED_FILE, "etc/ca-certificates.conf"));
    }

    @Test
    void aFileMadeFromWhatBothBuildsHaveIsNoHindrance() {
        RebaseGround sameNames = new RebaseGround(
                List.of(SHARED),
                List.of(LayerPaths.of(file("usr/lib/a.so.1"))),
                List.of(LayerPaths.of(file("usr/lib/a.so.1"))),
                List.of(LayerPaths.of(file("etc/ld.so.cache"))));

        assertThat(RebaseRules.refusal(sameNames, files -> Optional.of("usr/lib/a.so.1")))
                .as("the linker's cache holds names alone")
                .isEmpty();
        assertThat(asked(Optional.empty(), file("etc/ssl/certs/all.crt"))).isEmpty();
        assertThat(asked(
                        Optional.of("etc/ca-certificates.conf"),
                        entry(Kind.WHITEOUT, "etc/ssl/certs/all.crt"),
                        entry(Kind.OPAQUE, "etc/ssl/certs")))
                .as("what is removed was not made")
                .isEmpty();
    }

    @Test
    void layersThatBothBuildsHaveAreTheSameWhateverIsInThem() {
        assertThat(refusal(LayerPaths.of(directory("srv"), file("srv/own")))).isEmpty();
        assertThat(asked(Optional.empty(), file("srv/shared"))).isEmpty();
    }

    @Test
    void whatABuildRemovedItselfIsNotThere() {
        RebaseGround ground = new RebaseGround(
                List.of(LayerPaths.of(directory("etc"), file("etc/old"))),
                List.of(),
                List.of(LayerPaths.of(entry(Kind.WHITEOUT, "etc/old"))),
                List.of(LayerPaths.of(file("etc/old"))));

        assertThat(RebaseRules.refusal(ground, files -> Optional.empty()))
                .contains(new RebaseRefusal(Reason.FILE_REPLACED, "etc/old"));
    }

    private static void assertRefused(Reason reason, String path, LayerEntry... own) {
        assertThat(refusal(LayerPaths.of(own))).contains(new RebaseRefusal(reason, path));
    }

    private static Optional<RebaseRefusal> refusal(LayerPaths... own) {
        return RebaseRules.refusal(ground(own), files -> Optional.empty());
    }

    private static Optional<RebaseRefusal> asked(Optional<String> differing, LayerEntry... own) {
        return RebaseRules.refusal(
                ground(LayerPaths.of(own)), (Set<String> files) -> differing.filter(files::contains));
    }

    private static RebaseGround ground(LayerPaths... own) {
        return new RebaseGround(List.of(SHARED), List.of(OLD), List.of(NEW), List.of(own));
    }

    private static LayerEntry directory(String path) {
        return new LayerEntry(path, Kind.DIRECTORY, PLAIN);
    }

    private static LayerEntry link(String path, String target) {
        return new LayerEntry(path, Kind.SYMLINK, target);
    }

    private static LayerEntry file(String path) {
        return entry(Kind.FILE, path);
    }

    private static LayerEntry entry(Kind kind, String path) {
        return LayerEntry.of(kind, path);
    }
}
