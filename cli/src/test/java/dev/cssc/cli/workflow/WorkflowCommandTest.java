package dev.cssc.cli.workflow;

import dev.cssc.cli.CommandTest;
import dev.cssc.cli.command.ExitCode;
import org.junit.jupiter.api.Test;

import java.io.IOException;

import static org.assertj.core.api.Assertions.assertThat;

/** ACR's verbs and flags, and our own spellings of them. */
class WorkflowCommandTest extends CommandTest {
    private static final String POLICY =
            "{\"version\": \"v1\", \"repositories\": [{\"repository\": \"a\", \"tags\": [\"1\"], \"enabled\": true}]}";

    private String policy() throws IOException {
        return file("policy.json", POLICY);
    }

    @Test
    void creatingAWorkflowSendsThePolicyOfTheFile() throws IOException {
        answers.put(
                "POST /api/v1/workflows",
                new Answer(201, "{'name':'w','registry':'r:1','schedule':'7d','run':'run-1'}"));

        int code = run(
                "workflow",
                "create",
                "w",
                "--url",
                url,
                "--registry",
                "r:1",
                "--schedule",
                "7d",
                "--run-now",
                "--config",
                policy());

        assertThat(code).isZero();
        assertThat(requests)
                .containsExactly("POST /api/v1/workflows {\"name\":\"w\",\"registry\":\"r:1\",\"schedule\":\"7d\","
                        + "\"policy\":" + POLICY.replace(" ", "") + ",\"runImmediately\":true}");
        assertThat(out.toString()).contains("NAME", "r:1", "7d", "run-1");
    }

    @Test
    void everythingWrongWithAPolicyIsPrintedWithItsPath() throws IOException {
        answers.put(
                "POST /api/v1/workflows",
                new Answer(
                        422,
                        "{'title':'Policy invalid','detail':'2 problems','reason':'POLICY_INVALID','problems':["
                                + "{'path':'$.policy.version','message':'found v2, expected v1'},"
                                + "{'path':'$.policy.repositories[0].tags','message':'* beside other tags'}]}"));

        int code = run("workflow", "create", "w", "--url", url, "--registry", "r", "--policy", policy());

        assertThat(code).isEqualTo(ExitCode.INVALID);
        assertThat(err.toString())
                .contains("Policy invalid [POLICY_INVALID]")
                .contains("$.policy.version: found v2, expected v1")
                .contains("$.policy.repositories[0].tags: * beside other tags");
    }

    @Test
    void aPolicyThatIsNoJsonIsToldWithLineAndColumnAndNothingIsSent() throws IOException {
        int code = run(
                "workflow",
                "create",
                "w",
                "--url",
                url,
                "--registry",
                "r",
                "--policy",
                file("policy.json", "{\n  \"a\": }"));

        assertThat(code).isEqualTo(ExitCode.INVALID);
        assertThat(err.toString())
                .contains("policy.json is not accepted", "POLICY_INVALID", "line 2, column", "is not JSON");
        assertThat(requests).isEmpty();
    }

    @Test
    void acrsCommandLineCreatesAWorkflowNamedAfterItsRegistry() throws IOException {
        answers.put("GET /api/v1/workflows?limit=1000&registry=r%3A1", new Answer(200, "[]"));
        answers.put("GET /api/v1/workflows?limit=1000", new Answer(200, "[{'name':'r-1','registry':'other:1'}]"));
        answers.put(
                "POST /api/v1/workflows",
                new Answer(
                        201,
                        "{'name':'r-1-2','registry':'r:1','schedule':'7d',"
                                + "'nextRuns':['2025-01-22T10:30:00Z','2025-01-29T10:30:00Z']}"));

        int code = run(
                "workflow",
                "create",
                "-r",
                "r:1",
                "-g",
                "group",
                "-t",
                "ContinuousPatchV1",
                "--config",
                policy(),
                "--schedule",
                "7d",
                "--run-immediately=false",
                "--url",
                url);

        assertThat(code).isZero();
        assertThat(requests).last().asString().contains("\"name\":\"r-1-2\"", "\"runImmediately\":false");
        assertThat(out.toString()).contains("2025-01-22 10:30  Wednesday", "2025-01-29 10:30");
    }

    @Test
    void aRegistryThatHasAWorkflowIsToldHowToUpdateIt() throws IOException {
        answers.put(
                "GET /api/v1/workflows?limit=1000&registry=r%3A1",
                new Answer(200, "[{'name':'nightly','registry':'r:1'}]"));
        answers.put("POST /api/v1/workflows", new Answer(409, "{'title':'Exists','reason':'WORKFLOW_EXISTS'}"));

        assertThat(run("workflow", "create", "-r", "r:1", "--config", policy(), "--schedule", "1d", "--url", url))
                .isEqualTo(ExitCode.FAILURE);
        assertThat(run("workflow", "create", "nightly", "-r", "r:1", "--config", policy(), "--url", url))
                .isEqualTo(ExitCode.FAILURE);
        assertThat(err.toString().lines().filter(line -> line.contains("cssc workflow update nightly")))
                .hasSize(2);
    }

    @Test
    void eachBadFileHasItsOwnErrorAndNothingIsSent() throws IOException {
        String[][] files = {
            {directory.resolve("none.json").toString(), "no such file"},
            {directory.toString(), "is a directory"},
            {file("empty.json", ""), "is empty"},
            {file("large.json", " ".repeat(10_485_761)), "at most 10485760 bytes"},
            {file("comma.json", "{\"version\": \"v1\",}"), "line 1"},
        };
        for (String[] file : files) {
            assertThat(run("workflow", "create", "-r", "r:1", "--config", file[0], "--schedule", "1d", "--url", url))
                    .isEqualTo(ExitCode.INVALID);
            assertThat(err.toString()).contains(file[1]);
        }
        assertThat(requests).isEmpty();
    }

    @Test
    void theScheduleIsLookedAtBeforeTheFileAndTheFileBeforeContradictions() throws IOException {
        assertThat(run("workflow", "create", "-r", "r:1", "--config", "none.json", "--schedule", "31d", "--url", url))
                .isEqualTo(ExitCode.INVALID);
        assertThat(err.toString()).contains("SCHEDULE_INVALID").doesNotContain("none.json");

        assertThat(run(
                        "workflow",
                        "create",
                        "-r",
                        "r:1",
                        "--config",
                        policy(),
                        "--schedule",
                        "1d",
                        "--dry-run",
                        "--run-immediately",
                        "--url",
                        url))
                .isEqualTo(ExitCode.INVALID);
        assertThat(err.toString()).contains("--dry-run and --run-immediately");
        assertThat(requests).isEmpty();
    }

    @Test
    void aDryRunPrintsTheServicesPlanAndCreatesNothing() throws IOException {
        String request = "POST /api/v1/plans";
        answers.put(
                request,
                new Answer(
                        200,
                        "{'tagConvention':'incremental','images':[{'registry':'r:1','repository':'a','tag':'1','scanTag':'1',"
                                + "'why':'the tag is named'}],'notFound':[],'leftOut':[],'errors':[]}"));

        int code = run("workflow", "create", "-r", "r:1", "--config", policy(), "--dry-run=true", "--url", url);

        assertThat(code).isZero();
        assertThat(requests)
                .containsExactly(request + " {\"registry\":\"r:1\",\"policy\":" + POLICY.replace(" ", "") + "}");
        assertThat(out.toString()).contains("r:1/a", "NONE LEFT", "1 image to scan (1 with no tag left for a patch)");
    }

    @Test
    void anUpdateNeedsSomethingToChange() {
        assertThat(run("workflow", "update", "nightly", "--url", url)).isEqualTo(ExitCode.INVALID);
        assertThat(err.toString()).contains("--config, --schedule, --enabled or --advisories");
        assertThat(requests).isEmpty();
    }

    @Test
    void anUpdateFindsTheWorkflowByItsRegistryAndSendsOnlyWhatChanges() {
        answers.put(
                "GET /api/v1/workflows?limit=1000&registry=r%3A1",
                new Answer(200, "[{'name':'nightly','registry':'r:1','schedule':'1d'}]"));
        answers.put("GET /api/v1/workflows/nightly", new Answer(200, "{'name':'nightly','registry':'r:1'}"));
        answers.put("PUT /api/v1/workflows/nightly", new Answer(200, "{'name':'nightly','enabled':false}"));

        assertThat(run("workflow", "update", "-r", "r:1", "--enabled=false", "--url", url))
                .isZero();
        assertThat(requests)
                .last()
                .isEqualTo("PUT /api/v1/workflows/nightly {\"enabled\":false,\"runImmediately\":false}");
        assertThat(out.toString()).contains("It is switched off");
    }

    @Test
    void theSwitchForAdvisoriesIsOnOrOff() {
        answers.put("GET /api/v1/workflows/nightly", new Answer(200, "{'name':'nightly','registry':'r:1'}"));
        answers.put("PUT /api/v1/workflows/nightly", new Answer(200, "{'name':'nightly'}"));

        assertThat(run("workflow", "update", "nightly", "--advisories", "off", "--url", url))
                .isZero();
        assertThat(requests)
                .last()
                .isEqualTo("PUT /api/v1/workflows/nightly {\"advisories\":false,\"runImmediately\":false}");
        assertThat(run("workflow", "update", "nightly", "--advisories", "maybe", "--url", url))
                .isEqualTo(ExitCode.INVALID);
    }

    @Test
    void severalWorkflowsOfARegistryAreNamed() {
        answers.put(
                "GET /api/v1/workflows?limit=1000&registry=r%3A1",
                new Answer(200, "[{'name':'day','registry':'r:1'},{'name':'night','registry':'R:1'}]"));

        assertThat(run("workflow", "show", "-r", "r:1", "-t", "continuouspatchv1", "--url", url))
                .isEqualTo(ExitCode.INVALID);
        assertThat(err.toString()).contains("day, night");
        assertThat(run("workflow", "show", "-r", "r:1", "-t", "other", "--url", url))
                .isEqualTo(ExitCode.INVALID);
        assertThat(err.toString()).contains("no workflow type 'other'");
    }

    @Test
    void withoutATerminalNothingIsDeletedUnlessYesIsGiven() {
        answers.put("GET /api/v1/workflows/w", new Answer(200, "{'name':'w'}"));
        answers.put("GET /api/v1/runs?workflow=w", new Answer(200, "[{'id':'run-1','state':'RUNNING'}]"));
        answers.put("DELETE /api/v1/workflows/w", new Answer(204, ""));

        assertThat(run("workflow", "delete", "w", "--url", url)).isEqualTo(ExitCode.INVALID);
        assertThat(requests).noneMatch(request -> request.startsWith("DELETE"));
        assertThat(run("workflow", "delete", "w", "-y", "--url", url)).isZero();
        assertThat(out.toString()).contains("Its active runs (1) are being cancelled");
    }

    @Test
    void cancellingSaysWhichRunsOrThatThereIsNone() {
        answers.put("POST /api/v1/workflows/w/cancel", new Answer(202, "{'workflow':'w','runs':['run-1']}"));
        answers.put("POST /api/v1/workflows/idle/cancel", new Answer(202, "{'workflow':'idle','runs':[]}"));

        assertThat(run("workflow", "cancel-run", "w", "--url", url)).isZero();
        assertThat(run("workflow", "cancel-run", "idle", "--url", url)).isZero();
        assertThat(out.toString()).contains("run-1", "idle has no active run");
    }

    @Test
    void listingByRegistryShowsAcrsFieldsWithItsWordsForWhatIsAbsent() {
        answers.put(
                "GET /api/v1/workflows?limit=1000&registry=r%3A1", new Answer(200, "[{'name':'w','registry':'r:1'}]"));
        answers.put("GET /api/v1/workflows/w", new Answer(200, "{'name':'w','registry':'r:1','schedule':'7d'}"));
        answers.put(
                "GET /api/v1/workflows/w/images?limit=1000&status=Skipped&type=continuouspatchv1",
                new Answer(
                        200,
                        "[{'name':'r:1/a:1','image':'r:1/a:1','scan_status':'Succeeded','scan_date':'2026-11-24T18:00:00Z',"
                                + "'patch_status':'Skipped','patch_skipped_reason':'clean','workflow_type':'continuouspatchv1'}]"));

        assertThat(run("workflow", "list", "-r", "r:1", "--run-status", "Skipped", "-o", "json", "--url", url))
                .isZero();
        assertThat(out.toString())
                .contains("\"scan_task_ID\" : \"---Not Available---\"")
                .contains("\"last_patched_image\" : \"---No patch image available---\"")
                .contains("\"patch_skipped_reason\" : \"clean\"")
                .doesNotContain("scan_error_reason", "\"name\"");
        assertThat(run("workflow", "list", "-r", "r:1", "--run-status", "successful", "--url", url))
                .isEqualTo(ExitCode.INVALID);
    }
}
