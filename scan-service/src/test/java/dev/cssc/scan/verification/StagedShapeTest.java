package dev.cssc.scan.verification;

import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.Digest;
import dev.cssc.scan.verification.StagedVerification.Judgement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

import static dev.cssc.scan.TestScans.scanned;
import static org.assertj.core.api.Assertions.assertThat;

/** What a patch may not change of how its image is built and runs. */
class StagedShapeTest extends StagedVerificationDriver {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            Entrypoint   | "Entrypoint":["/bin/sh","-c"] | "Entrypoint":["/bin/bash"]
            Cmd          | "Cmd":["serve"]               | "Cmd":null
            Env          | "APP=1"                       | "APP=2"
            User         | "User":"1000:1000"            | "User":""
            WorkingDir   | "WorkingDir":"/srv"           | "WorkingDir":"/"
            ExposedPorts | "80/tcp":{}                   | "80/tcp":{},"81/tcp":{}
            Volumes      | "/data":{}                    | "/other":{}
            Labels       | "a":"b"                       | "a":"c"
            StopSignal   | "SIGINT"                      | "SIGTERM"
            """)
    void changedSettingIsRefusedByName(String setting, String from, String to) {
        Judgement judgement =
                judge(shape("amd64", CONFIG.replace(from, to), BASE, PATCH), scanned(INSTALLED, List.of(), List.of()));

        assertThat(judgement.refusal()).contains(ReasonCode.VERIFICATION_REFUSED);
        assertThat(judgement.verification().objections()).containsExactly(setting + " changed");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            {"Cmd":null,"Volumes":{},"User":""} | {}
            {}                                  | {"Env":[],"Labels":null,"WorkingDir":""}
            """)
    void unsetIsUnsetHoweverItIsWritten(String source, String staged) {
        assertThat(shape("amd64", source, BASE).settings())
                .isEqualTo(shape("amd64", staged, BASE).settings());
    }

    @Test
    void changedBaseLayerIsRefused() {
        Judgement judgement =
                judge(shape("amd64", CONFIG, Digest.of("other"), PATCH), scanned(INSTALLED, List.of(), List.of()));

        assertThat(judgement.verification().objections())
                .containsExactly(
                        "the source's layers are not an unchanged prefix of the staged image's",
                        "the source's diff_ids are not an unchanged prefix of the staged image's");
    }

    @Test
    void lostLayerIsRefused() {
        Judgement judgement = judge(shape("amd64", CONFIG), scanned(INSTALLED, List.of(), List.of()));

        assertThat(judgement.refusal()).contains(ReasonCode.VERIFICATION_REFUSED);
    }

    @Test
    void otherArchitectureIsRefused() {
        Judgement judgement = judge(shape("arm64", CONFIG, BASE, PATCH), scanned(INSTALLED, List.of(), List.of()));

        assertThat(judgement.verification().objections())
                .containsExactly("the platform changed from linux/amd64 to linux/arm64");
    }
}
