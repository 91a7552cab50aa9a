package dev.cssc.cli.job;

import dev.cssc.cli.CommandTest;
import dev.cssc.cli.command.ExitCode;
import org.junit.jupiter.api.Test;

import java.net.ServerSocket;

import static org.assertj.core.api.Assertions.assertThat;

class JobCommandTest extends CommandTest {
    private static final String ID = "0b9f9a3e-6f6e-5a58-9d5e-0d2f3b1c4a5b";
    private static final String JOB =
            "{'id':'" + ID + "','kind':'scan','run':'run-1','flow':'nightly','subject':'r:1/demo/debian:12',"
                    + "'state':'FAILED','priority':0,'attempt':3,'reason':'TIMED_OUT','detail':'scanning took longer than 300 s',"
                    + "'createdAt':'2026-11-24T18:00:00Z','startedAt':'2026-11-24T18:10:00Z','endedAt':'2026-11-24T18:15:00Z'";

    @Test
    void jobsAreListedByWhatOneAsksForWithoutCuttingTheirIds() {
        answers.put(
                "GET /api/v1/jobs?limit=2&state=failed&run=run-1&flow=nightly&kind=scan&subject=r%3A1%2Fa%3A1",
                new Answer(200, "[" + JOB + "}]"));

        int code = run(
                "job",
                "list",
                "--service",
                "scan",
                "--state",
                "failed",
                "--run",
                "run-1",
                "--workflow",
                "nightly",
                "--kind",
                "scan",
                "--subject",
                "r:1/a:1",
                "--limit",
                "2",
                "--url",
                url);

        assertThat(code).isZero();
        assertThat(out.toString()).contains("JOB", "REASON", ID, "demo/debian:12", "FAILED", "TIMED_OUT");
        assertThat(out.toString().lines()).allMatch(line -> line.length() <= 100);
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void aFullPageSaysThatThereMayBeMore() {
        answers.put("GET /api/v1/jobs?limit=1", new Answer(200, "[" + JOB + "}]"));

        assertThat(run("job", "list", "--limit", "1", "--url", url)).isZero();
        assertThat(err.toString()).contains("There may be more");
    }

    @Test
    void anEmptyListSaysWhose() {
        answers.put("GET /api/v1/jobs?limit=50", new Answer(200, "[]"));

        assertThat(run("job", "list", "--service", "PATCH", "--url", url)).isZero();
        assertThat(out.toString()).isEqualTo("The patch service has no jobs.\n");
    }

    @Test
    void aFilterThatMatchesNothingSaysSoAndIsNoError() {
        answers.put("GET /api/v1/jobs?limit=50&kind=patch", new Answer(200, "[]"));

        assertThat(run("job", "list", "--service", "patch", "--kind", "patch", "--url", url))
                .isZero();
        assertThat(out.toString()).isEqualTo("No job of the patch service matches.\n");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void rowsForScriptsHaveNoHeadings() {
        answers.put("GET /api/v1/jobs?limit=50", new Answer(200, "[" + JOB + "}]"));

        assertThat(run("job", "list", "-o", "tsv", "--url", url)).isZero();
        assertThat(out.toString())
                .startsWith(ID + "\tscan\tFAILED\tdemo/debian:12\t3\t")
                .endsWith("\tTIMED_OUT\n");
    }

    @Test
    void aJobIsShownWithItsLog() {
        answers.put(
                "GET /api/v1/jobs/" + ID,
                new Answer(
                        200,
                        JOB + ",'log':[{'attempt':1,'at':'2026-11-24T18:00:01Z','text':'attempt 1 by 7@scan-0'},"
                                + "{'attempt':3,'at':'2026-11-24T18:15:00Z','text':'given up after 300.0 s'}]}"));

        assertThat(run("job", "show", ID, "--url", url)).isZero();
        assertThat(out.toString())
                .contains(
                        "nightly",
                        "FAILED after 5 m 00 s",
                        "scanning took longer than 300 s",
                        "attempt 1 by 7@scan-0",
                        "given up after");
    }

    @Test
    void aRepetitionIsNamedWithItsRun() {
        answers.put("POST /api/v1/jobs/" + ID + "/retry", new Answer(202, "{'id':'other','run':'retry-1-" + ID + "'}"));
        answers.put("POST /api/v1/jobs/waiting/retry", new Answer(202, "{'id':'waiting','run':'run-1'}"));

        assertThat(run("job", "retry", ID, "--url", url)).isZero();
        assertThat(run("job", "retry", "waiting", "--url", url)).isZero();
        assertThat(out.toString())
                .contains(
                        "is done again as job other of run retry-1-" + ID,
                        "cssc job show other --service scan",
                        "Job waiting is tried now.");
    }

    @Test
    void aRefusalIsToldWithItsReason() {
        answers.put(
                "POST /api/v1/jobs/" + ID + "/retry",
                new Answer(
                        409,
                        "{'title':'Job not repeatable','detail':'a verify job is not repeated alone; run the image\\u0027s workflow again',"
                                + "'reason':'JOB_NOT_REPEATABLE'}"));

        assertThat(run("job", "retry", ID, "--url", url)).isEqualTo(ExitCode.FAILURE);
        assertThat(err.toString()).contains("run the image's workflow again", "JOB_NOT_REPEATABLE");
    }

    @Test
    void aJobIsBeingCancelledUntilAWorkerHasSeenToIt() {
        answers.put("POST /api/v1/jobs/" + ID + "/cancel", new Answer(202, "{'id':'" + ID + "','state':'RUNNING'}"));

        assertThat(run("job", "cancel", ID, "--url", url)).isZero();
        assertThat(out.toString()).isEqualTo("Job " + ID + " is being cancelled.\n");
    }

    @Test
    void whatCannotBeMeantIsRefusedBeforeAnythingIsAsked() {
        assertThat(run("job", "list", "--limit", "0", "--url", url)).isEqualTo(ExitCode.INVALID);
        assertThat(run("job", "list", "--service", "registry", "--url", url)).isEqualTo(ExitCode.INVALID);
        assertThat(run("job", "list", "--url", "scan:8082")).isEqualTo(ExitCode.INVALID);
        assertThat(err.toString()).contains("no address of a scan service");
        assertThat(requests).isEmpty();
    }

    @Test
    void aServiceThatDoesNotAnswerIsNamedWithItsVariable() throws Exception {
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }

        assertThat(run("job", "list", "--service", "patch", "--url", "http://127.0.0.1:" + free))
                .isEqualTo(ExitCode.UNREACHABLE);
        assertThat(err.toString()).contains("patch service", "CSSC_PATCH_URL");
    }
}
