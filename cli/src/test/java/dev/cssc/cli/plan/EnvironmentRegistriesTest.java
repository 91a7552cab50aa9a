package dev.cssc.cli.plan;

import dev.cssc.cli.command.CliException;
import org.junit.jupiter.api.Test;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class EnvironmentRegistriesTest {
    @Test
    void aNativeProgramRefusesWhatItCannotReadAndNamesIt() {
        assertThat(EnvironmentRegistries.none(List.of()).all()).isEmpty();
        assertThatThrownBy(() -> EnvironmentRegistries.none(List.of("CSSC_REGISTRIES_A_HOST")))
                .isInstanceOf(CliException.class)
                .hasMessageContaining("CSSC_REGISTRIES_A_HOST")
                .hasMessageContaining("--registry");
    }
}
