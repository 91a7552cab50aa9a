package dev.cssc.local;

import dev.cssc.cli.CsscCommand;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** What the demonstration refuses on services that run already, before it touches anything. */
class DemoCommandTest {
    private static final String NOBODY = "http://127.0.0.1:1";

    private static String refusal(String... options) {
        StringWriter errors = new StringWriter();
        CommandLine cssc = CsscCommand.with(Main.COMMANDS).setErr(new PrintWriter(errors));
        List<String> arguments = new ArrayList<>(List.of("demo"));
        arguments.addAll(List.of(options));
        assertThat(cssc.execute(arguments.toArray(String[]::new))).isEqualTo(2);
        return errors.toString();
    }

    @Test
    void runningServicesAreNamedWithTheirRegistryAndAnImage() {
        assertThat(refusal("--url=" + NOBODY)).contains("--registry", "--image");
    }

    @Test
    void anAddressThatIsNoneIsRefused() {
        assertThat(refusal("--url=trigger-service:8080", "--registry=127.0.0.1:1", "--image=x"))
                .contains("'trigger-service:8080'", "expected http://host:port");
    }

    @Test
    void whatStartsOrStopsTheLocalStackDoesNotGoWithRunningServices() {
        assertThat(refusal("--url=" + NOBODY, "--registry=127.0.0.1:1", "--image=x", "--down"))
                .contains("--down is for the local stack", "--url");
        assertThat(refusal(
                        "--url=" + NOBODY,
                        "--registry=127.0.0.1:1",
                        "--image=x",
                        "--port=scan=9",
                        "--scan-engine=trivy",
                        "--patch-engine=buildah",
                        "--trivy-db-repository=x/y:2",
                        "--native",
                        "--example-database"))
                .contains("--port, --scan-engine, --patch-engine, --trivy-db-repository, --native, --example-database"
                        + " are for");
    }
}
