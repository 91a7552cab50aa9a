package dev.cssc.scan.engine.packagemanager;

import dev.cssc.common.event.PackageUpgrade;
import dev.cssc.common.event.Vulnerability;
import dev.cssc.common.failure.FailureException;
import dev.cssc.common.failure.ReasonCode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The package managers of RPM packages with what real runs of them wrote. */
class RpmInspectionTest {

    private static final UpdateinfoTool DNF = UpdateinfoTool.DNF;
    private static final MetadataTool MICRODNF = MetadataTool.MICRODNF;
    private static final ZypperTool ZYPPER = new ZypperTool();
    private static final String INDEX = "dnf/updates-4cee3b7e31459f41/repodata/repomd.xml";

    @TempDir
    Path cache;

    private ReplayedPrograms programs;

    @BeforeEach
    void anImage() {
        programs = new ReplayedPrograms(cache)
                .on(RpmListing.command(true), "rpm-qa")
                .on(RpmListing.command(false), "rpm-qa")
                .on(DNF.refresh(), "dnf4-makecache")
                .on(DNF.advisories(), "dnf4-updateinfo-list")
                .on(DNF.cves(), "dnf4-updateinfo-list-cves")
                .on(DNF.upgrades(), "dnf4-repoquery-upgrades")
                .on(MICRODNF.refresh(), "dnf4-makecache")
                .on(ZYPPER.refresh(), "zypper-refresh");
    }

    @Test
    void securityUpdatesOfDnfAreFindingsAndOthersAreNot() throws IOException {
        fetchAdvisories("updateinfo.xml.gz");

        assertPending(DNF);
    }

    @Test
    void advisoriesMayBeFetchedInTheOtherFormThatARepositoryOffers() throws IOException {
        fetchAdvisories("updateinfo.xml.zck");

        assertPending(DNF);
    }

    @Test
    void toolWithoutAListOfAdvisoriesFindsTheSameInWhatItFetched() throws IOException {
        fetchAdvisories("updateinfo.xml.gz");

        assertPending(MICRODNF);
    }

    @Test
    void advisoriesThatWereNotFetchedGiveNoVerdict() {
        assertNoVerdict(MICRODNF);
        assertNoVerdict(DNF);
    }

    @Test
    void advisoriesInAnUnknownFormGiveNoVerdict() throws IOException {
        fetchAdvisories("updateinfo.xml.zst");
        Path index = cache.resolve(INDEX);
        Files.writeString(index, Files.readString(index).replace("-updateinfo.xml.gz", "-updateinfo.xml.zst"));

        assertNoVerdict(MICRODNF);
    }

    @ParameterizedTest
    @ValueSource(strings = {"dnf4-unreachable-makecache", "dnf4-unreachable-skipped-makecache"})
    void unreadableRepositoryIsAFailureAndNeverZeroFindings(String situation) {
        programs.on(DNF.refresh(), situation).fetching(INDEX, Fixtures.text("repomd-with-updateinfo.xml"));

        assertFails(
                ReasonCode.PACKAGE_REPOSITORY_UNAVAILABLE,
                new RpmInspection(programs.image(RpmInspection.SCRATCH), DNF));
    }

    @Test
    void repositoryThatMicrodnfOrTdnfLeavesOutIsAFailure() {
        programs.on(MICRODNF.refresh(), "microdnf-documented-skipped-makecache")
                .on(MetadataTool.TDNF.refresh(), "tdnf-documented-skipped-makecache")
                .fetching(INDEX, Fixtures.text("repomd-with-updateinfo.xml"));

        assertFails(
                ReasonCode.PACKAGE_REPOSITORY_UNAVAILABLE,
                new RpmInspection(programs.image(RpmInspection.SCRATCH), MICRODNF));
        assertFails(
                ReasonCode.PACKAGE_REPOSITORY_UNAVAILABLE,
                new RpmInspection(programs.image(RpmInspection.SCRATCH), MetadataTool.TDNF));
    }

    @Test
    void unreadableRepositoryOfZypperIsAFailure() {
        programs.on(ZYPPER.refresh(), "zypper-unreachable-refresh")
                .fetching(INDEX, Fixtures.text("repomd-with-updateinfo.xml"));

        assertFails(
                ReasonCode.PACKAGE_REPOSITORY_UNAVAILABLE,
                new RpmInspection(programs.image(RpmInspection.SCRATCH), ZYPPER));
    }

    @Test
    void repositoriesWithoutAdvisoriesGiveNoVerdict() {
        programs.on(DNF.refresh(), "dnf4-no-updateinfo-makecache")
                .fetching("dnf/plain-1/repodata/repomd.xml", Fixtures.text("repomd-without-updateinfo.xml"));

        assertFails(ReasonCode.SCAN_INCONCLUSIVE, new RpmInspection(programs.image(RpmInspection.SCRATCH), DNF));
    }

    @Test
    void imageWithoutRepositoriesGivesNoVerdict() {
        programs.on(DNF.refresh(), "dnf4-no-repositories-makecache")
                .on(ZYPPER.refresh(), "zypper-no-repositories-refresh");

        assertFails(ReasonCode.SCAN_INCONCLUSIVE, new RpmInspection(programs.image(RpmInspection.SCRATCH), DNF));
        assertFails(ReasonCode.SCAN_INCONCLUSIVE, new RpmInspection(programs.image(RpmInspection.SCRATCH), ZYPPER));
    }

    @Test
    void oneRepositoryWithAdvisoriesIsEnough() {
        programs.fetching("dnf/plain-1/repodata/repomd.xml", Fixtures.text("repomd-without-updateinfo.xml"))
                .fetching(INDEX, Fixtures.text("repomd-with-updateinfo.xml"));

        assertThat(new RpmInspection(programs.image(RpmInspection.SCRATCH), DNF).refresh())
                .startsWith("dnf@sha256:");
    }

    @Test
    void identityChangesWithAnyRepositorysIndexAndWithNothingElse() {
        programs.fetching(INDEX, Fixtures.text("repomd-with-updateinfo.xml"));
        RpmRepositories repositories = new RpmRepositories(cache);
        String before = repositories.digest().value();

        programs.fetching("dnf/expired_repos.json", "[]");
        assertThat(repositories.digest().value()).isEqualTo(before);

        programs.fetching(INDEX, Fixtures.text("repomd-with-updateinfo.xml") + "<!-- newer -->");
        assertThat(repositories.digest().value()).isNotEqualTo(before);
    }

    private void assertPending(RpmTool tool) {
        programs.fetching(INDEX, Fixtures.text("repomd-with-updateinfo.xml"));
        RpmInspection inspection = new RpmInspection(programs.image(RpmInspection.SCRATCH), tool);
        inspection.refresh();

        Inspection.Pending pending = inspection.pending(inspection.installed());

        assertThat(pending.unfixed()).isEmpty();
        assertThat(pending.fixable())
                .extracting(PackageUpgrade::name)
                .containsExactly("curl", "libxml2", "openssl-libs", "python3-libxml2");
        assertThat(pending.fixable().get(2)).satisfies(openssl -> {
            assertThat(openssl.installed()).isEqualTo("1:3.0.7-16.el9");
            assertThat(openssl.fixed()).isEqualTo("1:3.0.7-27.el9");
            assertThat(openssl.vulnerabilities())
                    .extracting(Vulnerability::id)
                    .containsExactly("CVE-2023-2975", "CVE-2023-3446", "CVE-2024-2511");
        });
    }

    private void assertNoVerdict(RpmTool tool) {
        if (!Files.exists(cache.resolve(INDEX))) {
            programs.fetching(INDEX, Fixtures.text("repomd-with-updateinfo.xml"));
        }
        RpmInspection inspection = new RpmInspection(programs.image(RpmInspection.SCRATCH), tool);
        inspection.refresh();

        assertThatThrownBy(() -> inspection.pending(inspection.installed()))
                .isInstanceOfSatisfying(
                        FailureException.class,
                        e -> assertThat(e.failure().reason()).isEqualTo(ReasonCode.SCAN_INCONCLUSIVE));
    }

    /** Under the name that the index gives it, with that ending. */
    private void fetchAdvisories(String ending) throws IOException {
        programs.fetching(INDEX, Fixtures.text("repomd-with-updateinfo.xml"));
        RpmRepositories.Repository repository =
                new RpmRepositories(cache).read().getFirst();
        String name = repository.advisories().orElseThrow().replace("updateinfo.xml.gz", ending);
        try (OutputStream out =
                new GZIPOutputStream(Files.newOutputStream(repository.index().resolveSibling(name)))) {
            out.write(Fixtures.text("updateinfo.xml").getBytes(StandardCharsets.UTF_8));
        }
    }

    private static void assertFails(ReasonCode reason, Inspection inspection) {
        assertThatThrownBy(inspection::refresh)
                .isInstanceOfSatisfying(
                        FailureException.class,
                        e -> assertThat(e.failure().reason()).isEqualTo(reason));
    }
}
