package dev.cssc.scan.engine.trivy;

import dev.cssc.common.embedded.trivy.AdvisoryDatabase;
import dev.cssc.common.process.ChildProcesses;
import dev.cssc.scan.engine.RegistryAccess;
import dev.cssc.scan.engine.ScanEngine;
import dev.cssc.scan.engine.ScanEngineContract;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.Map;

/** The contract with real Trivy and a database of what Debian itself says of the example image. */
@EnabledIf(
        value = "dev.cssc.scan.engine.trivy.RealTrivy#isUsable",
        disabledReason = "trivy, go, docker-registry or debootstrap is not installed, or this is not root")
class TrivyContractTest extends ScanEngineContract {

    @TempDir
    static Path cache;

    @Override
    protected ScanEngine engine(RegistryAccess registries) {
        AdvisoryDatabase.of(RealTrivy.pending()).writeTo(cache);
        return new TrivyEngine(
                new ChildProcesses(),
                registries,
                RealTrivy.config(cache, Map.of("skip-db-update", "true", "timeout", "PT2M")));
    }
}
