package dev.cssc.cli.patch;

import dev.cssc.cli.CommandTest;
import dev.cssc.cli.command.ExitCode;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PatchCommandTest extends CommandTest {
    private static final String ID = "0b9f9a3e-6f6e-5a58-9d5e-0d2f3b1c4a5b";
    private static final String DIGEST = "sha256:" + "ab".repeat(32);
    private static final String PATCH = "{'id':'" + ID + "','state':'PUBLISHED','image':'r:1/shop/api:1','source':'"
            + DIGEST + "','tag':'1-2','digest':'" + DIGEST + "','workflow':'nightly','run':'run-1','engine':'copa',"
            + "'database':'db-1','seconds':{'patch':61.5,'promote':0.4},'addedBytes':1234,'grafted':false,"
            + "'stagedAt':'2026-11-24T18:00:00Z','endedAt':'2026-11-24T18:05:00Z','stays':'TAG_SHARED',"
            + "'remark':'also tagged production'";
    private static final String PLATFORMS = ",'platforms':[{'platform':'linux/amd64','patched':'" + DIGEST
            + "','raised':[{'name':'tar','installed':'1','fixed':'2','vulnerabilities':[{'id':'CVE-2026-1'}]}],"
            + "'unavailable':[{'name':'gzip','fixed':'9'}],"
            + "'fixed':[{'name':'tar','installed':'1','fixed':'2','vulnerabilities':[{'id':'CVE-2026-1'}]}],'remaining':[]}]";

    @Test
    void patchesOfAnImageAreListed() {
        answers.put(
                "GET /api/v1/patches?limit=50&registry=r%3A1&repository=shop%2Fapi&tag=1",
                new Answer(200, "[" + PATCH + "}]"));

        assertThat(run("patch", "list", "r:1/shop/api:1", "--url", url)).isZero();

        assertThat(out.toString()).contains("r:1/shop/api:1", "1-2", "PUBLISHED", ID);
        assertThat(out.toString().lines()).allMatch(line -> line.length() <= 100);
    }

    @Test
    void patchesElsewhereAreListedWithTheirRepository() {
        answers.put(
                "GET /api/v1/patches?limit=50&registry=r%3A1&repository=shop%2Fapi&tag=1",
                new Answer(
                        200,
                        "[" + PATCH + ",'site':'p:2/shop/api'}," + PATCH.replace("1-2", "1-3")
                                + ",'site':'r:1/shop/api'}]"));

        assertThat(run("patch", "list", "r:1/shop/api:1", "--url", url)).isZero();

        assertThat(out.toString()).contains(" p:2/shop/api:1-2 ", " 1-3 ");
    }

    @Test
    void patchesOfADigestAreListed() {
        answers.put(
                "GET /api/v1/patches?limit=50&registry=r%3A1&repository=shop%2Fapi&digest=sha256%3A" + "ab".repeat(32),
                new Answer(200, "[]"));

        assertThat(run("patch", "list", "r:1/shop/api@" + DIGEST, "--url", url)).isZero();

        assertThat(out.toString()).contains("No patch was published.");
    }

    @Test
    void fullPageIsSaidToBePerhapsNotAll() {
        answers.put("GET /api/v1/staged?limit=1", new Answer(200, "[" + PATCH + "}]"));

        assertThat(run("patch", "list", "--staged", "--limit", "1", "--url", url))
                .isZero();

        assertThat(err.toString()).contains("There may be more");
    }

    @Test
    void whatIsNoImageIsRefusedBeforeAnythingIsAsked() {
        assertThat(run("patch", "list", "shop/api", "--url", url)).isEqualTo(ExitCode.INVALID);
        assertThat(run("patch", "list", "--limit", "0", "--url", url)).isEqualTo(ExitCode.INVALID);

        assertThat(err.toString()).contains("is no image", "expected a number from 1 to 1000");
        assertThat(requests).isEmpty();
    }

    @Test
    void rebaseIsShownWithBothBuilds() {
        String rebased = PLATFORMS.replace(
                "'remaining':[]", "'remaining':[],'rebase':{'base':'r:1/base','from':'sha256:old','to':'sha256:new'}");
        answers.put("GET /api/v1/patches/" + ID, new Answer(200, PATCH + rebased + "}"));

        assertThat(run("patch", "show", ID, "--url", url)).isZero();

        assertThat(out.toString())
                .containsPattern("Rebased on +r:1/base@sha256:new")
                .containsPattern("In the place of +sha256:old");
    }

    @Test
    void patchElsewhereIsShownWithItsRepository() {
        answers.put("GET /api/v1/patches/" + ID, new Answer(200, PATCH + ",'site':'p:2/shop/api'" + PLATFORMS + "}"));

        assertThat(run("patch", "show", ID, "--url", url)).isZero();

        assertThat(out.toString()).containsPattern("Published in +p:2/shop/api");
    }

    @Test
    void patchIsShownWithItsPlatformsAndWhyItStays() {
        answers.put("GET /api/v1/patches/" + ID, new Answer(200, PATCH + PLATFORMS + "}"));

        assertThat(run("patch", "show", ID, "--url", url)).isZero();

        assertThat(out.toString())
                .contains("TAG_SHARED also tagged production", "1 m 01 s", "linux/amd64", "gzip 9", "CVE-2026-1");
        assertThat(out.toString()).contains("1 security update installed");
    }
}
