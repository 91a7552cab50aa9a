package dev.cssc.cli;

import com.sun.net.httpserver.HttpServer;
import dev.cssc.cli.command.ExitCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/** Against a server that answers what the trigger service would; what was sent is looked at from its side. */
class CsscCommandTest {
    private static final String POLICY =
            "{\"version\": \"v1\", \"repositories\": [{\"repository\": \"a\", \"tags\": [\"1\"], \"enabled\": true}]}";

    @TempDir
    Path directory;

    private final Map<String, Answer> answers = new HashMap<>();
    private final List<String> requests = new ArrayList<>();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private HttpServer server;
    private String url;

    private record Answer(int status, String body) {}

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String request = exchange.getRequestMethod() + " " + exchange.getRequestURI();
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            requests.add(body.isEmpty() ? request : request + " " + body);
            Answer answer = answers.getOrDefault(request, new Answer(404, "{\"title\":\"Not found\"}"));
            byte[] bytes = answer.body().replace('\'', '"').getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
        url = "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @AfterEach
    void end() {
        server.stop(0);
    }

    private int run(String... arguments) {
        CommandLine command = CsscCommand.with(List.of(), arguments);
        command.setOut(new PrintWriter(out, true));
        command.setErr(new PrintWriter(err, true));
        return command.execute(arguments);
    }

    private Path policy(String text) throws IOException {
        return Files.writeString(directory.resolve("policy.json"), text);
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
                policy(POLICY).toString());

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

        int code = run(
                "workflow",
                "create",
                "w",
                "--url",
                url,
                "--registry",
                "r",
                "--policy",
                policy(POLICY).toString());

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
                policy("{\n  \"a\": }").toString());

        assertThat(code).isEqualTo(ExitCode.INVALID);
        assertThat(err.toString())
                .contains("policy.json is not accepted", "POLICY_INVALID", "line 2, column", "is not JSON");
        assertThat(requests).isEmpty();
    }

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
        answers.put("GET /api/v1/workflows", new Answer(502, "<html>Bad Gateway</html>"));

        assertThat(run("workflow", "list", "--url", url)).isEqualTo(ExitCode.UNREACHABLE);
        assertThat(err.toString()).contains("502", "Bad Gateway");
    }

    @Test
    void aServiceThatDoesNotAnswerHasAnExitCodeOfItsOwn() {
        server.stop(0);

        assertThat(run("workflow", "list", "--url", url)).isEqualTo(ExitCode.UNREACHABLE);
        assertThat(err.toString()).contains("does not answer", url);
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
                                + "'patched':{'patched':{'tag':'12-1'}}}]"));

        assertThat(run("image", "show", "r:1/demo/debian:12", "--url", url)).isZero();
        assertThat(out.toString()).contains("PATCHED", "12-1", "run-1");
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
