package dev.cssc.scan.engine.trivy;

import dev.cssc.common.process.ChildProcesses;
import dev.cssc.common.process.Executables;
import dev.cssc.scan.engine.RegistryAccess;
import dev.cssc.scan.engine.ScanEngine;
import dev.cssc.scan.engine.ScanEngineContract;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

import java.nio.file.Path;
import java.time.Duration;

/** The contract with real Trivy and a database that knows vulnerabilities of Debian 12. */
@EnabledIfEnvironmentVariable(
        named = "CSSC_TEST_TRIVY_CACHE",
        matches = ".+",
        disabledReason = "CSSC_TEST_TRIVY_CACHE names no Trivy cache with a database")
@EnabledIf(
        value = "dev.cssc.scan.engine.trivy.TrivyContractTest#trivyIsInstalled",
        disabledReason = "trivy, docker-registry or debootstrap is not installed, or this is not root")
class TrivyContractTest extends ScanEngineContract {

    static boolean trivyIsInstalled() {
        return Executables.find("trivy").isPresent() && exampleImageIsPossible();
    }

    @Override
    protected ScanEngine engine(RegistryAccess registries) {
        return new TrivyEngine(
                new ChildProcesses(),
                registries,
                new TestTrivyConfig(
                        "trivy", Path.of(System.getenv("CSSC_TEST_TRIVY_CACHE")), Duration.ofMinutes(2), 64 << 20));
    }
}
