package dev.cssc.common.admin;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cssc.common.cost.Cost;
import dev.cssc.common.cost.Grouping;
import dev.cssc.common.testing.TestStack;
import dev.cssc.common.transaction.Transactions;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

@QuarkusTest
@WithTestResource(TestStack.class)
class CostResourceTest {
    @Inject
    ObjectMapper mapper;

    @Inject
    Transactions transactions;

    @BeforeEach
    void someWasSpent() {
        update("delete from cost");
        spent("2026-10", "r:1", "demo/a", "1", "nightly", "scan", 1_500_000);
        spent("2026-11", "r:1", "demo/a", "1", "nightly", "patch", 100_000_001);
        spent("2026-11", "r:1", "demo/b", "1", "-", "scan", 2_000_000);
        spent("2026-11", "", "", "", "", "rejudge", 7_000_000);
    }

    private void update(String statement) {
        transactions.await(tx -> tx.statement(statement).executeUpdate());
    }

    private void spent(
            String month, String registry, String repository, String tag, String workflow, String task, long micros) {
        update("insert into cost (month, registry, repository, tag, workflow, task, micros, attempts) values ('" + month
                + "-01', '" + registry + "', '" + repository + "', '" + tag + "', '" + workflow + "', '" + task + "', "
                + micros + ", 2)");
    }

    @Test
    void monthsAreWhatIsShownToWhoAsksForNothing() {
        assertThat(get("/api/v1/costs").then().statusCode(200).extract().asString())
                .isEqualTo(
                        "[{\"month\":\"2026-10\",\"seconds\":1.5,\"attempts\":2,\"money\":0.00015,\"currency\":\"USD\"},"
                                + "{\"month\":\"2026-11\",\"seconds\":109.000001,\"attempts\":6,\"money\":0.0109000001,\"currency\":\"USD\"}]");
    }

    @Test
    void withoutAPriceThereIsNoMoney() throws Exception {
        CostView view = CostView.of(new Cost("scan", 1_500_000, 2), Grouping.TASK, Optional.empty());

        assertThat(mapper.writeValueAsString(view)).isEqualTo("{\"task\":\"scan\",\"seconds\":1.5,\"attempts\":2}");
    }

    @Test
    void costsAreAddedUpByWhatOneAsksFor() {
        get("/api/v1/costs?by=image&month=2026-11")
                .then()
                .body("image", equalTo(List.of("", "r:1/demo/a:1", "r:1/demo/b:1")))
                .body("seconds[0]", equalTo(7));
        get("/api/v1/costs?by=WORKFLOW").then().body("workflow", equalTo(List.of("", "-", "nightly")));
        get("/api/v1/costs?by=task&workflow=nightly&registry=r:1&repository=demo/a&tag=1")
                .then()
                .body("task", equalTo(List.of("patch", "scan")));
        get("/api/v1/costs?by=task&workflow=").then().body("task", equalTo(List.of("rejudge")));
        get("/api/v1/costs?by=month&task=scan").then().body("attempts", equalTo(List.of(2, 2)));
        get("/api/v1/costs?month=2026-01").then().statusCode(200).body("$", equalTo(List.of()));
    }

    @Test
    void aLongListIsReadInPagesThatMissNothing() {
        List<String> seen = new ArrayList<>();
        String next = "/api/v1/costs?by=image&limit=1";
        int pages = 0;
        while (!next.isEmpty() && pages < 10) {
            // The link is encoded already.
            Response page = given().urlEncodingEnabled(false).get(next);
            seen.addAll(page.jsonPath().getList("image"));
            Matcher link = Pattern.compile("<https?://[^/]+([^>]+)>; rel=\"next\"")
                    .matcher(String.valueOf(page.getHeader("Link")));
            next = link.find() ? link.group(1) : "";
            pages++;
        }

        assertThat(seen).containsExactly("", "r:1/demo/a:1", "r:1/demo/b:1");
        assertThat(pages).isEqualTo(4);
    }

    @Test
    void whatCannotBeReadIsRefusedAndNotGuessed() {
        for (String query : List.of(
                "by=digest",
                "month=2026",
                "month=2026-13",
                "limit=0",
                "limit=1001",
                "after=yesterday",
                "by=image&after=a")) {
            get("/api/v1/costs?" + query)
                    .then()
                    .statusCode(400)
                    .contentType("application/problem+json")
                    .body("reason", equalTo("REQUEST_INVALID"));
        }
        get("/api/v1/costs?month=November").then().body("detail", containsString("for example 2026-11"));
    }
}
