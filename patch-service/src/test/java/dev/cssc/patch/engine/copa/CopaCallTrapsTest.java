package dev.cssc.patch.engine.copa;

import dev.cssc.common.image.Digest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import static dev.cssc.patch.engine.copa.ScriptedCopa.PERL;
import static dev.cssc.patch.engine.copa.ScriptedCopa.XZ;
import static org.assertj.core.api.Assertions.assertThat;

/** What of Copa leads callers astray (research/copa.md §0) and is kept away by how it is called: all of them are seen in one call. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CopaCallTrapsTest {
    @TempDir
    static Path directory;

    private ScriptedCopa copa;
    private List<String> argv = List.of();

    @BeforeAll
    void oneCall() throws IOException {
        copa = new ScriptedCopa(directory);
        copa.pushed("call");
        Path seen = Files.createDirectory(directory.resolve("seen"));
        copa.engine(copa.recording(seen)).patch(copa.request("call", XZ, PERL));
        argv = Files.readAllLines(seen.resolve("argv"));
    }

    @AfterAll
    void theRegistryEnds() {
        copa.close();
    }

    @Test
    void theIndexIsNeverNamedSoThatNoneIsPushedOfOriginalsThatNeedNothing() {
        assertThat(argv)
                .as("one platform's manifest, not the index")
                .contains("--image=" + copa.registry.host() + "/app:1@" + Digest.of("child"))
                .noneMatch(argument -> argument.contains(Digest.of("index").value()));
    }

    @Test
    void errorsAreNeverIgnoredSoThatNoPlatformIsDroppedFromAnIndex() {
        assertThat(argv).noneMatch(argument -> argument.startsWith("--ignore-errors"));
    }

    @Test
    void copaLooksForNoPlatformsSoThatARegistryItCannotAskLosesNone() {
        assertThat(argv).noneMatch(argument -> argument.startsWith("--platform"));
        assertThat(values("--report="))
                .singleElement()
                .satisfies(report -> assertThat(Path.of(report)).isRegularFile());
    }

    @Test
    void copaPushesOneImageUnderAPassingTagAndNeverTheIndexWhoseOtherChildrenItWouldNotCopy() {
        assertThat(values("--tag=")).containsExactly(copa.registry.host() + "/staging/app:call");
    }

    @Test
    void neverInBulkWhereADirectoryOfReportsGoesToEveryImage() {
        assertThat(argv).noneMatch(argument -> argument.startsWith("--config"));
        assertThat(values("--report="))
                .allSatisfy(report -> assertThat(Path.of(report)).isRegularFile());
    }

    @Test
    void theCommandIsCalledAndNotTheFrontendThatLosesTheImagesConfiguration() {
        assertThat(argv).startsWith("patch");
    }

    private List<String> values(String option) {
        return argv.stream()
                .filter(argument -> argument.startsWith(option))
                .map(argument -> argument.substring(option.length()))
                .toList();
    }
}
