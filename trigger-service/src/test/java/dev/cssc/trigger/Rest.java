package dev.cssc.trigger;

import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;

import java.time.Duration;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;

/** The service as clients of its REST interface see it. Paths are those below {@code /api/v1}. */
public final class Rest {
    /** How long something may take that another part of the service does. */
    public static final Duration PATIENCE = Duration.ofSeconds(30);

    private Rest() {}

    /** What is there. */
    public static JsonPath show(String path) {
        return json(get(path), 200);
    }

    /** The answer to a request for it. */
    public static Response get(String path) {
        return given().get("/api/v1" + path);
    }

    /** The answer to a body sent there. */
    public static Response post(String path, String body) {
        return given().contentType(ContentType.JSON).body(body).post("/api/v1" + path);
    }

    /** The answer to a request without a body. */
    public static Response post(String path) {
        return given().post("/api/v1" + path);
    }

    /** The answer to a change. */
    public static Response put(String path, String body) {
        return given().contentType(ContentType.JSON).body(body).put("/api/v1" + path);
    }

    /** The body of an answer that must have this status. */
    public static JsonPath json(Response answer, int status) {
        return answer.then().statusCode(status).extract().jsonPath();
    }

    /** The body of an answer that must be a problem document with this status. */
    public static JsonPath problem(Response answer, int status) {
        return answer.then()
                .statusCode(status)
                .contentType("application/problem+json")
                .extract()
                .jsonPath();
    }

    /** Waits until the run is known. */
    public static void known(String run) {
        await().atMost(PATIENCE).until(() -> get("/runs/" + run).statusCode() == 200);
    }

    /** Waits until the run has so many images. */
    public static void images(String run, int images) {
        await().atMost(PATIENCE).until(() -> show("/runs/" + run).getInt("images") == images);
    }

    /** Waits until the run is over; shows it. */
    public static JsonPath ended(String run) {
        await().atMost(PATIENCE)
                .until(() -> !show("/runs/" + run).getString("state").equals("RUNNING"));
        return show("/runs/" + run);
    }
}
