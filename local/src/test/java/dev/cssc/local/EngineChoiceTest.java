package dev.cssc.local;

import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class EngineChoiceTest {
    private static final String ADDRESS = "unix:///run/buildkit/buildkitd.sock";

    /** A machine with these programs; a database and a BuildKit are there, or are not for the reason given. */
    private record Machine(Set<String> programs, TrivyDatabase trivyDatabase, Optional<String> noBuildkit)
            implements EngineChoice.Tools {
        @Override
        public boolean installed(String program) {
            return programs.contains(program);
        }

        @Override
        public Optional<String> buildkitMissing(String address) {
            return noBuildkit;
        }
    }

    private static final TrivyDatabase DATABASE = new TrivyDatabase.Present(Path.of("/cache"), true, Optional.empty());
    private static final Machine BARE = new Machine(Set.of(), DATABASE, Optional.empty());
    private static final Machine FULL = new Machine(Set.of("trivy", "copa"), DATABASE, Optional.empty());

    @Test
    void trivyAndCopaAreTakenWhereBothAreUsable() {
        assertThat(EngineChoice.scan(Optional.empty(), FULL).name()).isEqualTo("trivy");
        assertThat(EngineChoice.patch(Optional.empty(), ADDRESS, FULL).name()).isEqualTo("copa");
    }

    @Test
    void withoutThemTheImagesOwnPackageManagerAndBuildahDoTheWork() {
        assertThat(EngineChoice.scan(Optional.empty(), BARE))
                .isEqualTo(new EngineChoice("package-manager", "trivy is not on PATH"));
        assertThat(EngineChoice.patch(Optional.empty(), ADDRESS, BARE))
                .isEqualTo(new EngineChoice("buildah", "copa is not on PATH"));
    }

    @Test
    void aTrivyWithoutDatabaseIsNotUsable() {
        Machine machine =
                new Machine(Set.of("trivy"), new TrivyDatabase.Missing("it has no database"), Optional.empty());

        assertThat(EngineChoice.scan(Optional.empty(), machine))
                .isEqualTo(new EngineChoice("package-manager", "trivy is on PATH, but it has no database"));
    }

    @Test
    void aDatabaseThatCannotBeRenewedIsUsedAsItIs() {
        Machine machine = new Machine(
                Set.of("trivy"),
                new TrivyDatabase.Present(Path.of("/cache"), false, Optional.empty()),
                Optional.empty());

        EngineChoice choice = EngineChoice.scan(Optional.empty(), machine);

        assertThat(choice.name()).isEqualTo("trivy");
        assertThat(choice.why()).contains("as it is");
    }

    @Test
    void aCopaWithoutBuildkitIsNotUsable() {
        Machine machine = new Machine(Set.of("copa"), DATABASE, Optional.of("no BuildKit answers"));

        assertThat(EngineChoice.patch(Optional.empty(), ADDRESS, machine))
                .isEqualTo(new EngineChoice("buildah", "copa is on PATH, but no BuildKit answers"));
    }

    @Test
    void anEngineThatIsAskedForIsTakenWhereItIsUsable() {
        assertThat(EngineChoice.scan(Optional.of("package-manager"), FULL))
                .isEqualTo(new EngineChoice("package-manager", "asked for"));
        assertThat(EngineChoice.scan(Optional.of("trivy"), FULL)).isEqualTo(new EngineChoice("trivy", "asked for"));
        assertThat(EngineChoice.patch(Optional.of("copa"), ADDRESS, FULL))
                .isEqualTo(new EngineChoice("copa", "asked for"));
    }

    @Test
    void anEngineThatIsAskedForAndNotUsableIsRefusedWithTheReason() {
        Machine noDatabase =
                new Machine(Set.of("trivy"), new TrivyDatabase.Missing("it has no database"), Optional.empty());

        assertThatThrownBy(() -> EngineChoice.patch(Optional.of("copa"), ADDRESS, BARE))
                .hasMessageContaining("copa is not on PATH")
                .hasMessageContaining("Nothing was started");
        assertThatThrownBy(() -> EngineChoice.scan(Optional.of("trivy"), noDatabase))
                .hasMessageContaining("it has no database");
    }

    @Test
    void aTrivyWithoutDatabaseThatIsAskedForIsToldWhereOneComesFrom() {
        Machine noDatabase =
                new Machine(Set.of("trivy"), new TrivyDatabase.Missing("it has no database"), Optional.empty());

        assertThatThrownBy(() -> EngineChoice.scan(Optional.of("trivy"), noDatabase))
                .hasMessageContaining("--trivy-db-repository")
                .hasMessageContaining("--example-database");
        assertThatThrownBy(() -> EngineChoice.scan(Optional.of("trivy"), BARE))
                .hasMessageContaining("trivy is not on PATH")
                .hasMessageNotContaining("--trivy-db-repository");
    }

    @Test
    void aDatabaseInTheStacksOwnRegistryIsNotAskedForBeforeThatRuns() {
        TrivyMirror mirror = TrivyMirror.of("127.0.0.1:15000/trivy-db:2", "127.0.0.1:15000", Path.of("/own"));

        assertThat(new MachineTools(line -> {}, Optional.of(mirror)).trivyDatabase())
                .isEqualTo(new TrivyDatabase.Present(Path.of("/own"), true, Optional.of("127.0.0.1:15000/trivy-db:2")));
        assertThatThrownBy(() -> TrivyMirror.of("no repository", "127.0.0.1:15000", Path.of("/own")))
                .hasMessageContaining("HOST/REPOSITORY:TAG");
    }

    @Test
    void anUnknownEngineIsAnErrorThatNamesTheKnownOnes() {
        assertThatThrownBy(() -> EngineChoice.scan(Optional.of("grype"), FULL))
                .hasMessageContaining("grype")
                .hasMessageContaining("package-manager or trivy");
    }

    @Test
    void aBuildkitThatDoesNotAnswerIsNoticed() {
        MachineTools tools = new MachineTools(line -> {}, Optional.empty());

        assertThat(tools.buildkitMissing("unix:///nowhere/buildkitd.sock")).isPresent();
        assertThat(tools.buildkitMissing("http://localhost")).get().asString().contains("no address of a BuildKit");
    }
}
