package dev.cssc.release;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/** A child process that ended. */
record Ended(int code, String stdout, String stderr) {

    /** Runs the command to its end; at most two minutes. */
    static Ended of(Path directory, List<String> command, Map<String, String> environment) {
        try {
            Path out = Files.createTempFile("released", ".out");
            Path err = Files.createTempFile("released", ".err");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            builder.environment().keySet().removeIf(name -> name.startsWith("CSSC_"));
            builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
            builder.environment().putAll(environment);
            Process process = builder.start();
            process.getOutputStream().close();
            if (!process.waitFor(2, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new AssertionError("still running after two minutes: " + command + "\n" + Files.readString(out)
                        + Files.readString(err));
            }
            Ended ended = new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
            Files.delete(out);
            Files.delete(err);
            return ended;
        } catch (IOException e) {
            throw new UncheckedIOException(command + " cannot be run", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** Fails where it ended otherwise. */
    Ended with(int expected) {
        assertThat(code).as("stdout:%n%s%nstderr:%n%s", stdout, stderr).isEqualTo(expected);
        return this;
    }
}
