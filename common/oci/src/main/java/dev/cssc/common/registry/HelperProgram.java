package dev.cssc.common.registry;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/**
 * A program {@code docker-credential-NAME} (Docker: "credential helper protocol"): is told the registry on its standard input and prints
 * user and secret as JSON. Inherits our environment, where helpers of cloud providers look for their own identity.
 */
final class HelperProgram {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final int MOST_OUTPUT = 256 * 1024;
    private static final int MOST_SAID = 300;

    /** What helpers print where they have no credentials for the registry (docker-credential-helpers, {@code credentials/error.go}). */
    private static final String NOT_FOUND = "credentials not found in native keychain";

    /** The user name that marks the secret as an identity token (docker/cli). */
    private static final String TOKEN_USER = "<token>";

    private final String name;
    private final String program;
    private final Duration deadline;

    HelperProgram(String name) {
        this(name, "docker-credential-" + name, DEADLINE);
    }

    HelperProgram(String name, String program, Duration deadline) {
        this.name = name;
        this.program = program;
        this.deadline = deadline;
    }

    /**
     * What it has for that registry.
     *
     * @throws dev.cssc.common.failure.FailureException {@link ReasonCode#CREDENTIALS_UNUSABLE} where it cannot be started, fails, is late or
     *     prints something else; its output is never quoted, what it says on standard error or beside an exit code is
     */
    Presented get(String key) {
        if (!NAME.matcher(name).matches()) {
            throw unusable("this is no name of a helper");
        }
        Process process = start();
        try {
            CompletableFuture<byte[]> said = CompletableFuture.supplyAsync(() -> read(process.getErrorStream()));
            CompletableFuture<byte[]> answered = CompletableFuture.supplyAsync(() -> read(process.getInputStream()));
            tell(process, key);
            if (!process.waitFor(deadline.toMillis(), TimeUnit.MILLISECONDS)) {
                throw unusable("it did not end within " + deadline.toSeconds() + " s");
            }
            // A grandchild may hold the pipes open after the helper's end.
            byte[] output = answered.get(1, TimeUnit.SECONDS);
            byte[] errors = said.get(1, TimeUnit.SECONDS);
            return process.exitValue() == 0 ? presented(output) : failed(process.exitValue(), output, errors);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failure.of(ReasonCode.SHUTTING_DOWN, description() + ": interrupted")
                    .toException();
        } catch (ExecutionException | TimeoutException e) {
            throw unusable("its output could not be read");
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private Process start() {
        try {
            return new ProcessBuilder(List.of(program, "get")).start();
        } catch (IOException e) {
            throw unusable("it cannot be started; is it on PATH?");
        }
    }

    private static void tell(Process process, String key) {
        try (OutputStream in = process.getOutputStream()) {
            in.write(key.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // It ended before it was asked: its exit code says more.
        }
    }

    private static byte[] read(InputStream stream) {
        try (stream) {
            return stream.readNBytes(MOST_OUTPUT + 1);
        } catch (IOException e) {
            return new byte[0];
        }
    }

    private Presented presented(byte[] output) {
        if (output.length > MOST_OUTPUT) {
            throw unusable("it printed more than " + MOST_OUTPUT + " bytes");
        }
        JsonNode answer;
        try {
            answer = BoundedJson.parse(output);
        } catch (IOException e) {
            throw unusable("it printed no JSON");
        }
        String username = answer.path("Username").asText("");
        String secret = answer.path("Secret").asText("");
        if (secret.isEmpty()) {
            throw unusable("it printed no Secret");
        }
        return username.equals(TOKEN_USER)
                ? new Presented.IdentityToken(secret, JsonWebToken.end(secret))
                : new Presented.User(new Credentials(username, secret));
    }

    private Presented failed(int code, byte[] output, byte[] errors) {
        // Helpers say why on standard output, too; on failure there is no secret in it.
        String said = new String(errors.length > 0 ? errors : output, StandardCharsets.UTF_8)
                .replaceAll("\\p{Cntrl}+", " ")
                .strip();
        if (said.contains(NOT_FOUND) || new String(output, StandardCharsets.UTF_8).contains(NOT_FOUND)) {
            return new Presented.Nothing();
        }
        throw unusable("it ended with " + code + ": " + said.substring(0, Math.min(MOST_SAID, said.length())));
    }

    private String description() {
        return "asking the credential helper docker-credential-" + name;
    }

    private RuntimeException unusable(String why) {
        return Failure.of(ReasonCode.CREDENTIALS_UNUSABLE, description() + ": " + why)
                .toException();
    }
}
