package dev.cssc.patch.staging;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class StagingAreaTest {
    @ParameterizedTest
    @ValueSource(strings = {"{repository}", "staging", "", "/{repository}", "Staging/{repository}", "{repository}/"})
    void aTemplateThatMayNameTheSourcesOwnRepositoryOrNoneIsRefused(String template) {
        assertThatThrownBy(() -> StagingArea.checked(template))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("cssc.patch.staging is '" + template + "'; ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cssc-staging/{repository}", "{repository}/staging", "a/{repository}-b"})
    void aTemplateBesideEverySourceIsTaken(String template) {
        assertThat(StagingArea.checked(template)).isEqualTo(template);
    }
}
