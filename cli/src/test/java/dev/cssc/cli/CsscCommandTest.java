package dev.cssc.cli;

import dev.cssc.cli.command.ExitCode;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Commands about what the service has, and how they fail. */
class CsscCommandTest extends CommandTest {
    @Test
    void whatIsNotThereEndsWithFailureAndItsReason() {
        answers.put(
                "GET /api/v1/workflows/w",
                new Answer(
                        404, "{'title':'Workflow not found','detail':'no workflow w','reason':'WORKFLOW_NOT_FOUND'}"));

        assertThat(run("workflow", "show", "w", "--url", url)).isEqualTo(ExitCode.FAILURE);
        assertThat(err.toString()).isEqualTo("cssc: Workflow not found: no workflow w [WORKFLOW_NOT_FOUND]\n");
    }

    @Test
    void anAnswerThatIsNoProblemIsToldWithItsStatus() {
        answers.put("GET /api/v1/workflows?limit=1000", new Answer(502, "<html>Bad Gateway</html>"));

        assertThat(run("workflow", "list", "--url", url)).isEqualTo(ExitCode.UNREACHABLE);
        assertThat(err.toString()).contains("502", "Bad Gateway");
    }

    @Test
    void aServiceThatDoesNotAnswerHasAnExitCodeOfItsOwn() {
        stopServing();

        assertThat(run("workflow", "list", "--url", url)).isEqualTo(ExitCode.UNREACHABLE);
        assertThat(err.toString()).contains("does not answer", url);
    }

    @Test
    void withoutArgumentsTheHelpIsMeantAndByTheOptionTheVersion() {
        assertThat(CsscCommand.meant()).containsExactly("help");
        assertThat(CsscCommand.meant("--version")).containsExactly("version");
        assertThat(CsscCommand.meant("plan", "--version")).containsExactly("plan", "--version");
    }

    @Test
    void aWrongOptionIsUsage() {
        assertThat(run("workflow", "list", "--colour")).isEqualTo(ExitCode.INVALID);
        assertThat(err.toString()).contains("--colour", "cssc workflow list --help");
    }

    @Test
    void jsonIsPrintedAsItCame() {
        answers.put("GET /api/v1/runs/r1", new Answer(200, "{'id':'r1','state':'FINISHED','new':{'field':1}}"));

        assertThat(run("run", "show", "r1", "--url", url, "-o", "json")).isZero();
        assertThat(out.toString()).contains("\"new\"", "\"field\" : 1");
    }

    @Test
    void followingARunPrintsEachChangeOnceAndEndsAsTheRunDoes() {
        answers.put("GET /api/v1/runs/r1", new Answer(200, "{'id':'r1','state':'FINISHED','counts':{'FAILED':1}}"));
        answers.put("GET /api/v1/runs/r1/events?after=2", new Answer(200, "[]"));
        answers.put(
                "GET /api/v1/runs/r1/events?after=0",
                new Answer(
                        200,
                        "[{'seq':1,'at':'2026-11-24T18:00:00Z','image':'r:1/demo/debian:12','state':'SCANNING'},"
                                + "{'seq':2,'at':'2026-11-24T18:00:05Z','image':'r:1/demo/debian:12','state':'FAILED',"
                                + "'attempt':3,'reason':'TIMED_OUT','detail':'too slow'}]"));

        assertThat(run("run", "events", "r1", "--follow", "--url", url)).isEqualTo(ExitCode.FAILURE);
        assertThat(out.toString().lines())
                .hasSize(2)
                .last()
                .asString()
                .contains("demo/debian:12", "FAILED", "attempt 3", "TIMED_OUT", "too slow");
    }

    @Test
    void anImagesNameIsEncodedIntoTheQuery() {
        answers.put(
                "GET /api/v1/images?name=r%3A1%2Fdemo%2Fdebian%3A12",
                new Answer(
                        200,
                        "[{'name':'r:1/demo/debian:12','state':'PATCHED','at':'2026-11-24T18:00:00Z','run':'run-1',"
                                + "'patched':{'patched':{'registry':'r:1','repository':'demo/debian','tag':'12-1'}}}]"));

        assertThat(run("image", "show", "r:1/demo/debian:12", "--url", url)).isZero();
        assertThat(out.toString()).contains("PATCHED", "12-1", "run-1").doesNotContain("debian:12-1");
    }

    @Test
    void aPatchInAnotherRepositoryIsNamedInFull() {
        answers.put(
                "GET /api/v1/images?name=r%3A1%2Fdemo%2Fdebian%3A12",
                new Answer(
                        200,
                        "[{'name':'r:1/demo/debian:12','state':'PATCHED',"
                                + "'patched':{'patched':{'registry':'p:1','repository':'mirror/demo/debian','tag':'12-1'}}}]"));

        assertThat(run("image", "show", "r:1/demo/debian:12", "--url", url)).isZero();
        assertThat(out.toString()).contains("p:1/mirror/demo/debian:12-1");
    }

    @Test
    void aFailedRunIsShownWithItsReasonAndTheNamesItDidNotFind() {
        answers.put(
                "GET /api/v1/runs/r1",
                new Answer(
                        200,
                        "{'id':'r1','state':'FAILED','failure':{'reason':'TIMED_OUT','detail':'too slow','help':'wait'},"
                                + "'notFound':[{'repository':'a','tag':'9','why':'no such tag'}]}"));

        assertThat(run("run", "show", "r1", "--url", url)).isZero();
        assertThat(out.toString()).contains("TIMED_OUT: too slow", "  wait", "Not found: a:9: no such tag");
    }

    @Test
    void anImageNobodyKnowsIsFailureAndWhatIsNoImageIsUsage() {
        answers.put("GET /api/v1/images?name=r%3A1%2Fa%3A1", new Answer(200, "[]"));

        assertThat(run("image", "show", "r:1/a:1", "--url", url)).isEqualTo(ExitCode.FAILURE);
        assertThat(out.toString()).contains("Nothing is known of r:1/a:1", "cssc run list");
        assertThat(run("image", "show", "no image", "--url", url)).isEqualTo(ExitCode.INVALID);
        assertThat(err.toString()).contains("'no image' is no image");
    }
}
