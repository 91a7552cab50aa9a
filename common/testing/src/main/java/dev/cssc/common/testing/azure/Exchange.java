package dev.cssc.common.testing.azure;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** One request to a stand-in: its parameters, and JSON as answer. */
final class Exchange {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpExchange http;
    private final Map<String, List<String>> parameters = new TreeMap<>();

    /** Of a form in the body of a POST, else of the query. */
    Exchange(HttpExchange http) throws IOException {
        this.http = http;
        String text = http.getRequestMethod().equals("POST")
                ? new String(http.getRequestBody().readNBytes(1024 * 1024), StandardCharsets.UTF_8)
                : String.valueOf(http.getRequestURI().getRawQuery());
        for (String pair : text.split("&")) {
            String[] parts = pair.split("=", 2);
            if (parts.length == 2) {
                parameters
                        .computeIfAbsent(decoded(parts[0]), name -> new ArrayList<>())
                        .add(decoded(parts[1]));
            }
        }
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    /** The first value; empty where there is none. */
    String parameter(String name) {
        return parameters.getOrDefault(name, List.of("")).getFirst();
    }

    /** All values, also those given in one parameter with blanks between. */
    List<String> parameters(String name) {
        return parameters.getOrDefault(name, List.of()).stream()
                .flatMap(value -> Arrays.stream(value.split(" ")))
                .filter(value -> !value.isEmpty())
                .toList();
    }

    static ObjectNode object() {
        return JSON.createObjectNode();
    }

    void answer(int status, ObjectNode body) throws IOException {
        byte[] content = JSON.writeValueAsBytes(body);
        http.getResponseHeaders().set("Content-Type", "application/json");
        // As Entra does, so that its client finds its own number again.
        Optional.ofNullable(http.getRequestHeaders().getFirst("client-request-id"))
                .ifPresent(id -> http.getResponseHeaders().set("client-request-id", id));
        http.sendResponseHeaders(status, content.length);
        http.getResponseBody().write(content);
        http.close();
    }

    /** The error document of the distribution spec. */
    void refuse(int status, String code, String message) throws IOException {
        ObjectNode body = object();
        body.putArray("errors").addObject().put("code", code).put("message", message);
        answer(status, body);
    }
}
