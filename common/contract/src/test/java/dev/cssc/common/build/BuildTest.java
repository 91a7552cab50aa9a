package dev.cssc.common.build;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Optional;
import java.util.Properties;

import static org.assertj.core.api.Assertions.assertThat;

class BuildTest {
    private static Build of(String version, String commit) {
        Properties written = new Properties();
        written.setProperty("version", version);
        written.setProperty("commit", commit);
        return Build.of(written);
    }

    @Test
    void versionAndRevisionAreThoseThatTheBuildWrote() {
        Build build = of("0.1.0", "0123456789ab");

        assertThat(build).isEqualTo(new Build("0.1.0", Optional.of("0123456789ab")));
        assertThat(build.revisionOrUnknown()).isEqualTo("0123456789ab");
    }

    /** An archive of sources has no commit, and a container's build may not be told one. */
    @ParameterizedTest
    @ValueSource(strings = {"", " ", "${cssc.commit}", "unknown"})
    void aRevisionThatNobodyToldIsUnknown(String commit) {
        assertThat(of("0.1.0", commit).revision()).isEmpty();
        assertThat(of("0.1.0", commit).revisionOrUnknown()).isEqualTo("unknown");
    }

    @Test
    void classesThatNoBuildPackedAreOfNoVersion() {
        assertThat(Build.ofThisProgram()).isEqualTo(new Build("development", Optional.empty()));
    }
}
