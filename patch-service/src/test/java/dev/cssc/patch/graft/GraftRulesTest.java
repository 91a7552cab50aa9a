package dev.cssc.patch.graft;

import dev.cssc.common.layer.LayerEntry;
import dev.cssc.common.layer.LayerEntry.Kind;
import dev.cssc.common.layer.LayerPaths;
import dev.cssc.patch.graft.GraftRefusal.Reason;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

class GraftRulesTest {
    private static final String PLAIN = "755 0:0";

    private static final LayerPaths BASE = LayerPaths.of(
            directory("usr"),
            directory("usr/lib"),
            directory("usr/share"),
            directory("usr/share/doc"),
            directory("usr/share/doc/gcc"),
            directory("etc"),
            new LayerEntry("lib", Kind.SYMLINK, "usr/lib"),
            new LayerEntry("usr/share/doc/libgcc", Kind.SYMLINK, "gcc"),
            file("usr/lib/libssl.so.3"),
            file("usr/share/doc/gcc/copyright"),
            file("etc/ssl.cnf"),
            file("var/lib/dpkg/status"));

    private static final LayerPaths PATCH = LayerPaths.of(
            directory("usr"),
            directory("usr/lib"),
            file("usr/lib/libssl.so.3"),
            entry(Kind.WHITEOUT, "usr/lib/libold"),
            directory("usr/share"),
            directory("usr/share/doc"),
            directory("usr/share/doc/gcc"),
            file("usr/share/doc/gcc/copyright"),
            directory("etc"),
            file("etc/ld.so.cache"),
            file("var/lib/dpkg/status"));

    @Test
    void applicationsThatOnlyAddFilesOfTheirOwnTakeThePatchOver() {
        assertThat(refusal(List.of(LayerPaths.of(directory("opt"), file("opt/app/b"), file("usr/local/bin/app")))))
                .isEmpty();
    }

    @Test
    void theBaseItselfTakesThePatchOverAndGivesIt() {
        assertThat(refusal(List.of())).isEmpty();
        assertThat(refusal(List.of(), List.of(), List.of())).isEmpty();
    }

    @Test
    void emptyLayersAndLayersListedTwiceMakeNoDifference() {
        LayerPaths app = LayerPaths.of(file("opt/app/b"));
        assertThat(refusal(List.of(app, LayerPaths.of(), app))).isEmpty();
        assertThat(refusal(List.of(BASE)))
                .as("the base once more holds the package database")
                .contains(Reason.OWN_PACKAGE_STATE);
    }

    @Test
    void aSiblingThatRemovedAFileOfThePatchIsPatchedByItself() {
        assertThat(refusal(sibling(entry(Kind.WHITEOUT, "usr/share/doc/gcc/copyright"))))
                .contains(Reason.PATH_TOUCHED);
    }

    @Test
    void aSiblingThatRemovedADirectoryAboveTheFilesOfThePatchIsPatchedByItself() {
        assertThat(refusal(sibling(entry(Kind.WHITEOUT, "usr/share/doc")))).contains(Reason.DIRECTORY_REPLACED);
        assertThat(refusal(sibling(entry(Kind.WHITEOUT, "usr/share/doc/gcc")))).contains(Reason.DIRECTORY_REPLACED);
    }

    @Test
    void aSiblingThatReplacedADirectoryByALinkOrAFileIsPatchedByItself() {
        assertThat(refusal(sibling(new LayerEntry("usr/share/doc", Kind.SYMLINK, "/opt/doc"))))
                .contains(Reason.DIRECTORY_REPLACED);
        assertThat(refusal(sibling(file("usr/share/doc/gcc")))).contains(Reason.DIRECTORY_REPLACED);
    }

    @Test
    void aSiblingWithAnOpaqueDirectoryAboveThePatchIsPatchedByItself() {
        assertThat(refusal(sibling(entry(Kind.OPAQUE, "usr/share/doc")))).contains(Reason.DIRECTORY_REPLACED);
        assertThat(refusal(sibling(entry(Kind.OPAQUE, "")))).contains(Reason.OWN_PACKAGE_STATE);
    }

    @Test
    void aSiblingWithThePackageDatabaseInALayerOfItsOwnIsPatchedByItself() {
        assertThat(refusal(sibling(file("var/lib/dpkg/status")))).contains(Reason.OWN_PACKAGE_STATE);
        assertThat(refusal(sibling(file("etc/apt/sources.list.d/own.list")))).contains(Reason.OWN_PACKAGE_STATE);
        assertThat(refusal(sibling(entry(Kind.WHITEOUT, "var/lib")))).contains(Reason.OWN_PACKAGE_STATE);
        assertThat(refusal(sibling(new LayerEntry("opt/status", Kind.HARD_LINK, "var/lib/dpkg/status"))))
                .contains(Reason.OWN_PACKAGE_STATE);
    }

    @Test
    void whatLiesBelowSomethingThatThePatchRemovesOrReplacesCollides() {
        assertThat(refusal(sibling(file("usr/lib/libold/own")))).contains(Reason.PATH_TOUCHED);
        assertThat(refusal(sibling(file("usr/lib/libssl.so.3/own")))).contains(Reason.PATH_TOUCHED);
    }

    @Test
    void anotherNameOfAFileOfThePatchCollides() {
        assertThat(refusal(sibling(new LayerEntry("opt/ssl", Kind.HARD_LINK, "usr/lib/libssl.so.3"))))
                .contains(Reason.PATH_TOUCHED);
    }

    @Test
    void aPathThroughALinkIsNotTakenForAnotherFile() {
        assertThat(refusal(sibling(file("lib/libssl.so.3")))).contains(Reason.THROUGH_SYMLINK);
        assertThat(refusal(sibling(file("usr/share/doc/libgcc/copyright")))).contains(Reason.THROUGH_SYMLINK);
        assertThat(refusal(List.of(
                        LayerPaths.of(new LayerEntry("opt/way", Kind.SYMLINK, "/usr/lib")),
                        LayerPaths.of(file("opt/way/libssl.so.3")))))
                .contains(Reason.THROUGH_SYMLINK);
    }

    @Test
    void aLinkThatStandsForADirectoryMustStay() {
        assertThat(refusal(sibling(directory("lib")))).contains(Reason.DIRECTORY_REPLACED);
        assertThat(refusal(sibling(entry(Kind.WHITEOUT, "usr/share/doc/libgcc"))))
                .contains(Reason.DIRECTORY_REPLACED);
    }

    @Test
    void directoriesThatABuilderOnlyRepeatsMakeNoDifferenceAndOtherAttributesDo() {
        assertThat(refusal(sibling(directory("usr"), directory("usr/share"), file("opt/a"))))
                .isEmpty();
        assertThat(refusal(sibling(new LayerEntry("etc", Kind.DIRECTORY, "700 0:0"))))
                .contains(Reason.DIRECTORY_DIFFERS);
        assertThat(refusal(sibling(
                        new LayerEntry("etc", Kind.DIRECTORY, "700 0:0"),
                        new LayerEntry("etc", Kind.DIRECTORY, PLAIN))))
                .as("the last one counts")
                .isEmpty();
    }

    @Test
    void aDirectoryThatIsNewInThePatchMustBeNewInTheSibling() {
        LayerPaths patch = LayerPaths.of(new LayerEntry("usr/new", Kind.DIRECTORY, "700 0:0"), file("usr/new/a"));
        assertThat(GraftRules.refusal(kin(List.of(), sibling(file("usr/new/own"))), List.of(patch)))
                .map(GraftRefusal::reason)
                .contains(Reason.DIRECTORY_DIFFERS);
    }

    @Test
    void aFileThatIsMadeFromTheSiblingsOwnIsNotTakenFromAnother() {
        assertThat(refusal(sibling(file("usr/local/lib/libown.so.1")))).contains(Reason.GENERATED_FILE);
        assertThat(refusal(sibling(file("usr/local/lib/python3/own.py")))).isEmpty();
        LayerPaths certificates = LayerPaths.of(file("etc/ssl/certs/ca-certificates.crt"));
        assertThat(GraftRules.refusal(
                        kin(List.of(), sibling(file("usr/local/share/ca-certificates/own.crt"))),
                        List.of(certificates)))
                .map(GraftRefusal::reason)
                .contains(Reason.GENERATED_FILE);
    }

    @Test
    void whoCouldHavePutSomethingOfHisOwnIntoTheUpgradeDoesNotGive() {
        assertThat(byDonor(file("usr/local/bin/rm"))).contains(Reason.DONOR_IN_REACH);
        assertThat(byDonor(file("etc/ld.so.preload"))).contains(Reason.DONOR_IN_REACH);
        assertThat(byDonor(file("root/.dpkg.cfg"))).contains(Reason.OWN_PACKAGE_STATE);
        assertThat(byDonor(new LayerEntry("opt/x", Kind.HARD_LINK, "usr/bin/dpkg")))
                .contains(Reason.DONOR_IN_REACH);
        assertThat(byDonor(file("opt/app/a"), file("etc/passwd"), file("usr/src/app/a"), file("home/a/b")))
                .isEmpty();
    }

    @Test
    void whoseEnvironmentSteersTheUpgradeDoesNotGive() {
        LayerPaths app = LayerPaths.of(file("opt/app/bin/rm"));
        assertThat(refusal(List.of(app), List.of("LD_PRELOAD=/opt/x.so"), List.of()))
                .contains(Reason.DONOR_ENVIRONMENT);
        assertThat(refusal(List.of(app), List.of("https_proxy=http://x"), List.of()))
                .contains(Reason.DONOR_ENVIRONMENT);
        assertThat(refusal(List.of(app), List.of("PATH=bin:/usr/bin"), List.of()))
                .contains(Reason.DONOR_ENVIRONMENT);
        assertThat(refusal(List.of(app), List.of("PATH=/opt/app/bin:/usr/bin"), List.of()))
                .contains(Reason.DONOR_IN_REACH);
        assertThat(refusal(
                        List.of(app),
                        List.of("PATH=/usr/local/bin:/usr/bin", "JAVA_HOME=/opt", "PYTHONUNBUFFERED=1"),
                        List.of()))
                .isEmpty();
    }

    @Test
    void imagesWithoutACommonLayerShareNothing() {
        Kin kin = new Kin(List.of(), List.of(BASE), List.of(BASE), List.of());
        assertThat(GraftRules.beforeThePatch(kin)).map(GraftRefusal::reason).contains(Reason.NO_SHARED_LAYERS);
    }

    private static Optional<Reason> byDonor(LayerEntry... entries) {
        return refusal(List.of(LayerPaths.of(entries)), List.of(), List.of());
    }

    private static Optional<Reason> refusal(List<LayerPaths> sibling) {
        return refusal(List.of(), List.of(), sibling);
    }

    private static Optional<Reason> refusal(
            List<LayerPaths> donor, List<String> environment, List<LayerPaths> sibling) {
        return GraftRules.refusal(new Kin(List.of(BASE), donor, sibling, environment), List.of(PATCH))
                .map(GraftRefusal::reason);
    }

    private static Kin kin(List<LayerPaths> donor, List<LayerPaths> sibling) {
        return new Kin(List.of(BASE), donor, sibling, List.of());
    }

    private static List<LayerPaths> sibling(LayerEntry... entries) {
        return List.of(LayerPaths.of(entries));
    }

    private static LayerEntry entry(Kind kind, String path) {
        return LayerEntry.of(kind, path);
    }

    private static LayerEntry directory(String path) {
        return new LayerEntry(path, Kind.DIRECTORY, PLAIN);
    }

    private static LayerEntry file(String path) {
        return LayerEntry.of(Kind.FILE, path);
    }
}
