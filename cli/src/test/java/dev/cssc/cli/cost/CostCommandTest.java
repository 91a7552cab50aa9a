package dev.cssc.cli.cost;

import dev.cssc.cli.CommandTest;
import dev.cssc.cli.command.ExitCode;
import org.junit.jupiter.api.Test;

import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

class CostCommandTest extends CommandTest {
    private static final String BY_WORKFLOW = "/api/v1/costs?by=workflow&limit=1000";

    /** The three services below three paths of the one server. */
    private int cost(String... arguments) {
        List<String> all = new ArrayList<>(List.of("cost"));
        all.addAll(Arrays.asList(arguments));
        for (String service : List.of("trigger", "scan", "patch")) {
            all.addAll(List.of("--url", service + "=" + url + "/" + service));
        }
        return run(all.toArray(String[]::new));
    }

    private void answer(String service, String path, String body) {
        answers.put("GET /" + service + path, new Answer(200, body));
    }

    private static String priced(String member, String name, String seconds, String money) {
        return "{'" + member + "':'" + name + "','seconds':" + seconds + ",'attempts':2,'money':" + money
                + ",'currency':'USD'}";
    }

    private static String unpriced(String name, String seconds) {
        return "{'workflow':'" + name + "','seconds':" + seconds + ",'attempts':1}";
    }

    @Test
    void whatAllServicesWorkedIsAddedUpExactlyAndShownWithTheMostFirst() {
        answer("trigger", BY_WORKFLOW, "[" + priced("workflow", "nightly", "0.1", "0.00001") + "]");
        answer(
                "scan",
                BY_WORKFLOW,
                "[" + priced("workflow", "", "1.000001", "0.0001000001") + ","
                        + priced("workflow", "nightly", "10.2", "0.00102") + "]");
        answer("patch", BY_WORKFLOW, "[" + priced("workflow", "weekly", "600.55", "0.060055") + "]");

        assertThat(cost("--by", "workflow")).isZero();

        assertThat(out.toString()).isEqualTo("""
                WORKFLOW  SECONDS  ATTEMPTS  USD
                weekly    600.6    2         0.0601
                nightly   10.3     4         0.0010
                (none)    1.0      2         0.0001
                TOTAL     611.9    8         0.0612
                """);
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void forScriptsNothingIsRounded() {
        answer("trigger", BY_WORKFLOW, "[]");
        answer("scan", BY_WORKFLOW, "[" + priced("workflow", "", "12345678.123457", "1234.5678123457") + "]");
        answer("patch", BY_WORKFLOW, "[" + priced("workflow", "", "0.000001", "0.0000000001") + "]");

        assertThat(cost("--by", "workflow", "-o", "tsv")).isZero();
        assertThat(out.toString()).isEqualTo("\t12345678.123458\t4\t1234.5678123458\n");
        out.getBuffer().setLength(0);
        assertThat(cost("--by", "workflow", "-o", "json")).isZero();
        assertThat(out.toString().replaceAll("\\s", ""))
                .isEqualTo(
                        "{\"by\":\"workflow\",\"currency\":\"USD\",\"costs\":[{\"workflow\":\"\","
                                + "\"seconds\":12345678.123458,\"attempts\":4,\"money\":1234.5678123458}],"
                                + "\"total\":{\"seconds\":12345678.123458,\"attempts\":4,\"money\":1234.5678123458},\"missing\":[]}");
    }

    @Test
    void monthsAreShownNewestFirstToWhoAsksForNothing() {
        String path = "/api/v1/costs?by=month&limit=1000";
        answer("trigger", path, "[]");
        answer(
                "scan",
                path,
                "[" + priced("month", "2026-10", "9", "0") + "," + priced("month", "2026-11", "1", "0") + "]");
        answer("patch", path, "[" + priced("month", "2026-12", "1", "0") + "]");

        assertThat(cost()).isZero();
        assertThat(out.toString().lines().map(line -> line.split(" ")[0]))
                .containsExactly("MONTH", "2026-12", "2026-11", "2026-10", "TOTAL");
    }

    @Test
    void filtersAreTheServices() {
        String path =
                "/api/v1/costs?by=task&limit=1000&month=2026-11&workflow=&registry=r%3A1&repository=a%2Fb&task=scan";
        List.of("trigger", "scan", "patch").forEach(service -> answer(service, path, "[]"));

        assertThat(cost(
                        "--by",
                        "TASK",
                        "--month",
                        "2026-11",
                        "--workflow",
                        "",
                        "--registry",
                        "r:1",
                        "--repository",
                        "a/b",
                        "--task",
                        "scan"))
                .isZero();
        assertThat(out.toString()).isEqualTo("No work matches.\n");
    }

    @Test
    void anEmptyListSaysSoAndIsNoError() {
        List.of("trigger", "scan", "patch").forEach(service -> answer(service, BY_WORKFLOW, "[]"));

        assertThat(cost("--by", "workflow")).isZero();
        assertThat(out.toString()).isEqualTo("Nothing was worked on yet.\n");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void aServiceThatDoesNotAnswerIsNamedAndTheRestIsShown() throws Exception {
        answer("trigger", BY_WORKFLOW, "[]");
        answer("scan", BY_WORKFLOW, "[" + priced("workflow", "nightly", "10", "0.001") + "]");
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }

        int code = run(
                "cost",
                "--by",
                "workflow",
                "-o",
                "json",
                "--url",
                "trigger=" + url + "/trigger",
                "--url",
                "scan=" + url + "/scan",
                "--url",
                "patch=http://127.0.0.1:" + free);

        assertThat(code).isEqualTo(ExitCode.UNREACHABLE);
        assertThat(out.toString()).contains("nightly").containsPattern("\"missing\" : \\[ \"patch\" ]");
        assertThat(err.toString())
                .contains("The patch service at", "does not answer", "What the patch service worked is not in it.");
    }

    @Test
    void whereNobodyAnswersNothingIsShown() {
        stopServing();

        assertThat(cost()).isEqualTo(ExitCode.UNREACHABLE);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).contains("trigger service", "scan service", "patch service");
    }

    @Test
    void moneyIsLeftOutWhereNotAllHaveAPriceInOneCurrency() {
        answer("trigger", BY_WORKFLOW, "[]");
        answer("scan", BY_WORKFLOW, "[" + priced("workflow", "nightly", "10", "0.001") + "]");
        answer("patch", BY_WORKFLOW, "[" + unpriced("nightly", "5") + "]");

        assertThat(cost("--by", "workflow")).isZero();
        assertThat(out.toString()).contains("nightly   15.0").doesNotContain("USD");
        assertThat(err.toString()).contains("No money is shown", "cssc.cost.price-per-second");
    }

    @Test
    void withoutAnyPriceThereIsNoMoneyAndNothingToRemark() {
        answer("trigger", BY_WORKFLOW, "[]");
        answer("scan", BY_WORKFLOW, "[" + unpriced("nightly", "5") + "]");
        answer("patch", BY_WORKFLOW, "[]");

        assertThat(cost("--by", "workflow")).isZero();
        assertThat(out.toString().lines().findFirst()).contains("WORKFLOW  SECONDS  ATTEMPTS");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void aHugeListIsReadToItsEndAndItsTotalIsThatOfAll() {
        String path = "/api/v1/costs?by=image&limit=1000";
        String full = IntStream.range(0, 1_000)
                .mapToObj(i -> priced("image", "r:1/a:" + (1_000 + i), "1", "0.5"))
                .collect(Collectors.joining(",", "[", "]"));
        List.of("trigger", "patch").forEach(service -> answer(service, path, "[]"));
        answer("scan", path, full);
        answer("scan", path + "&after=r%3A1%2Fa%3A1999", "[" + priced("image", "r:1/a:2000", "7", "0.5") + "]");

        assertThat(cost("--by", "image", "--limit", "1")).isZero();
        assertThat(out.toString()).contains("r:1/a:2000  7.0").containsPattern("TOTAL +1007.0 +2002 +500.5000");
        assertThat(err.toString()).contains("These are 1 of 1001; the total is that of all.");
    }

    @Test
    void whatCannotBeMeantIsRefusedBeforeAnythingIsAsked() {
        assertThat(cost("--month", "2026-13")).isEqualTo(ExitCode.INVALID);
        assertThat(cost("--by", "digest")).isEqualTo(ExitCode.INVALID);
        assertThat(cost("--limit", "0")).isEqualTo(ExitCode.INVALID);
        assertThat(run("cost", "--url", "registry=http://127.0.0.1:1")).isEqualTo(ExitCode.INVALID);
        assertThat(run("cost", "--url", "scan=scan:8082")).isEqualTo(ExitCode.INVALID);
        assertThat(err.toString()).contains("--month is '2026-13'", "no address of a scan service");
        assertThat(requests).isEmpty();
    }
}
