package dev.cssc.deploy;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** The Helm of this machine, and the chart. */
final class Helm {
    static final Path PROJECT = Path.of("").toAbsolutePath().getParent();
    static final Path CHART = PROJECT.resolve("deploy/helm/cssc");

    /** The release that tests render; named like the chart, so that names are the shortest. */
    static final String RELEASE = "cssc";

    /** Newer than the chart's own limit: what it may use where it is there, such as user namespaces, is checked too. */
    private static final String KUBERNETES = "1.33.0";

    private static final int SECONDS = 60;

    /** How a call ended; both streams together. */
    record Ended(int code, String output) {}

    private Helm() {}

    /**
     * Skips the test where there is no Helm. A run that is to prove something ({@code CSSC_REQUIRE_TOOLS}) fails instead, unless it says that
     * it goes without ({@code CSSC_WITHOUT_HELM}).
     */
    private static void need() {
        boolean without = System.getenv("CSSC_WITHOUT_HELM") != null;
        boolean present = !without && program().isPresent();
        if (!present && !without && System.getenv("CSSC_REQUIRE_TOOLS") != null) {
            throw new AssertionError("helm is not on PATH, though CSSC_REQUIRE_TOOLS is set");
        }
        assumeTrue(
                present,
                without
                        ? "skipped: CSSC_WITHOUT_HELM is set"
                        : "skipped: helm is not on PATH; .ci/run installs it, with Go");
    }

    private static Optional<Path> program() {
        return Stream.concat(
                        Stream.of(System.getenv("PATH").split(File.pathSeparator))
                                .map(Path::of),
                        // Where .ci/run puts it, for those who run tests by hand afterwards.
                        Stream.of(Path.of(System.getProperty("user.home"), ".cache/cssc/bin")))
                .map(directory -> directory.resolve("helm"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** {@code helm lint --strict} with these values over the defaults. */
    static Ended lint(ValueSet values) {
        return run("lint", Stream.of("--strict", CHART.toString()), KUBERNETES, values);
    }

    /** {@code helm template} with these values over the defaults. */
    static Ended template(ValueSet values) {
        return template(CHART, values);
    }

    /** The same of another chart. */
    static Ended template(Path chart, ValueSet values) {
        return run("template", Stream.of(RELEASE, chart.toString()), KUBERNETES, values);
    }

    /** The same for a cluster of another version. */
    static Ended template(String kubernetes, ValueSet values) {
        return run("template", Stream.of(RELEASE, CHART.toString()), kubernetes, values);
    }

    /** The objects as text; fails where Helm does. */
    static String rendered(ValueSet values) {
        Ended ended = template(values);
        assertThat(ended.code()).as(ended.output()).isZero();
        return ended.output();
    }

    private static Ended run(String verb, Stream<String> arguments, String kubernetes, ValueSet values) {
        need();
        List<String> command = new ArrayList<>();
        command.add(program().orElseThrow().toString());
        command.add(verb);
        arguments.forEach(command::add);
        command.add("--kube-version=" + kubernetes);
        command.add("--namespace=patching");
        values.files().forEach(file -> command.add("--values=" + file));
        values.settings().forEach(setting -> command.add("--set=" + setting));
        try {
            Process helm = new ProcessBuilder(command).redirectErrorStream(true).start();
            helm.getOutputStream().close();
            String output = new String(helm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!helm.waitFor(SECONDS, TimeUnit.SECONDS)) {
                helm.destroyForcibly();
                throw new AssertionError("still running after " + SECONDS + " s: " + command);
            }
            return new Ended(helm.exitValue(), output);
        } catch (IOException e) {
            throw new AssertionError("running " + command, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while running " + command, e);
        }
    }
}
