package dev.cssc.cli.inventory;

import dev.cssc.cli.CommandTest;
import dev.cssc.cli.command.ExitCode;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class InventoryCommandTest extends CommandTest {
    private static final String DIGEST = "sha256:" + "ab".repeat(32);
    private static final String FINDING =
            "{'vulnerability':'CVE-2026-1','severity':'HIGH','packageName':'libssl3','installed':'3.0.11','fixed':'3.0.15'}";
    private static final String REPORT = "{'digest':'" + DIGEST
            + "','platforms':[{'platform':'linux/amd64','manifest':'"
            + DIGEST
            + "','report':{'os':{'family':'debian','release':'12.15'},'packages':88,'at':'2026-11-24T18:00:00Z',"
            + "'scanner':{'name':'trivy','version':'0.74.0','database':'sha256:1'},'findings':[" + FINDING + "]}},"
            + "{'platform':'windows/amd64','manifest':'" + DIGEST
            + "','notUnderstood':'only Linux images can be judged'}]}";
    private static final String HIT = "{'registry':'r:1','repository':'shop/api','digest':'" + DIGEST
            + "','platform':'linux/amd64','manifest':'" + DIGEST
            + "','os':'debian 12.15','packageName':'libssl3','installed':'3.0.11'}";
    private static final String DATABASE = "{'state':'stale','identity':'trivy-db:2@2026-11-20T00:00:00Z',"
            + "'made':'2026-11-20T00:00:00Z','ageSeconds':432000,'stale':true,'staleAfterSeconds':172800,"
            + "'source':'/var/cache/trivy','refused':[{'digest':'sha256:2','why':'it is much smaller'}]}";

    private static final String SWEEP = "{'state':'running','database':'trivy-db:2@2026-11-20T00:00:00Z',"
            + "'begun':'2026-11-20T06:00:00Z','chunks':20,'chunksLeft':3,'sets':10000,'setsLeft':1400,'told':17}";

    @Test
    void reportTellsEachPlatformAndItsFindings() {
        answers.put("GET /api/v1/reports/sha256%3A" + "ab".repeat(32), new Answer(200, REPORT));

        assertThat(run("report", "r:1/shop/api@" + DIGEST, "--url", url)).isZero();

        assertThat(out.toString())
                .contains("linux/amd64", "debian 12.15", "CVE-2026-1", "3.0.15", "only Linux images can be judged");
        assertThat(out.toString().lines()).allMatch(line -> line.length() <= 100);
    }

    @Test
    void reportOfAStaleDatabaseSaysSo() {
        answers.put(
                "GET /api/v1/reports/sha256%3A" + "ab".repeat(32),
                new Answer(200, REPORT.replace("'database':'sha256:1'", "'database':'sha256:1','stale':true")));

        assertThat(run("report", DIGEST, "--url", url)).isZero();

        assertThat(out.toString()).contains("sha256:1, stale when it judged");
    }

    @Test
    void reportInAnotherFormIsPrintedAsItComes() {
        answers.put("GET /api/v1/reports/sha256%3A" + "ab".repeat(32) + "?format=csv", new Answer(200, "image,os\r\n"));

        assertThat(run("report", DIGEST, "--format", "CSV", "--url", url)).isZero();

        assertThat(out.toString()).isEqualTo("image,os\r\n");
    }

    @Test
    void tagInPlaceOfADigestIsRefusedWithTheWayToIt() {
        assertThat(run("report", "r:1/shop/api:1", "--url", url)).isEqualTo(ExitCode.INVALID);

        assertThat(err.toString()).contains("names no digest", "cssc image show r:1/shop/api:1");
    }

    @Test
    void unknownFormatIsRefused() {
        assertThat(run("report", DIGEST, "--format", "pdf", "--url", url)).isEqualTo(ExitCode.INVALID);

        assertThat(err.toString()).contains("expected sarif, csv or engine");
    }

    @Test
    void packageBelowAVersionIsSearchedFor() {
        answers.put(
                "GET /api/v1/inventory/images?limit=100&package=openssl&below=3.0.15%2Bdeb12u1",
                new Answer(200, "[" + HIT + "]"));

        assertThat(run("inventory", "--package", "openssl", "--below", "3.0.15+deb12u1", "--url", url))
                .isZero();

        assertThat(out.toString()).contains("shop/api@sha256", "libssl3", "3.0.11");
    }

    @Test
    void vulnerabilityThatNoImageHasIsSaidToBeNowhere() {
        answers.put("GET /api/v1/inventory/images?limit=100&vulnerability=CVE-2026-9", new Answer(200, "[]"));

        assertThat(run("inventory", "--vulnerability", "CVE-2026-9", "--url", url))
                .isZero();

        assertThat(out.toString()).contains("None of the images");
    }

    @Test
    void searchWithoutAQuestionIsRefused() {
        assertThat(run("inventory", "--below", "3", "--url", url)).isEqualTo(ExitCode.INVALID);

        assertThat(err.toString()).contains("either --package");
    }

    @Test
    void databaseIsShownWithItsAgeAndWhatWasRefusedAndHowFarItsSweepIs() {
        answers.put("GET /api/v1/database", new Answer(200, DATABASE));
        answers.put("GET /api/v1/database/sweep", new Answer(200, SWEEP));

        assertThat(run("database", "show", "--url", url)).isZero();

        assertThat(out.toString()).contains("stale", "trivy-db:2@2026-11-20", "/var/cache/trivy", "it is much smaller");
        assertThat(out.toString())
                .contains("running, begun 2026-11-20", "3 of 20 chunks; 1400 of 10000 package sets", "17 images");
    }

    @Test
    void databaseThatWasNeverSweptWithIsShownWithoutASweep() {
        answers.put("GET /api/v1/database", new Answer(200, DATABASE));
        answers.put("GET /api/v1/database/sweep", new Answer(200, "{'state':'none','chunks':0}"));

        assertThat(run("database", "show", "--url", url)).isZero();

        assertThat(out.toString()).doesNotContain("Sweep");
    }

    @Test
    void refreshIsAskedForWithItsForce() {
        answers.put("POST /api/v1/database/refresh?force=true", new Answer(202, DATABASE));

        assertThat(run("database", "refresh", "--force", "--url", url)).isZero();

        assertThat(out.toString()).contains("looks for a newer one");
    }
}
