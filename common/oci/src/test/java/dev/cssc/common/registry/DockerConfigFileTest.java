package dev.cssc.common.registry;

import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.registry.Presented.IdentityToken;
import dev.cssc.common.registry.Presented.Nothing;
import dev.cssc.common.registry.Presented.RegistryToken;
import dev.cssc.common.registry.Presented.User;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;

import static dev.cssc.common.registry.FakeRegistry.failure;
import static org.assertj.core.api.Assertions.assertThat;

class DockerConfigFileTest {
    @TempDir
    Path directory;

    private Presented in(String json, String key) throws IOException {
        return new DockerConfigFile(Files.writeString(directory.resolve("config.json"), json)).presented(key);
    }

    private static Presented user(String name, String secret) {
        return new User(new Credentials(name, secret));
    }

    @Test
    void eachKindOfEntryIsRead() throws IOException {
        // base64 of ann:pa:ss
        assertThat(in("{\"auths\":{\"r.example\":{\"auth\":\"YW5uOnBhOnNz\"}}}", "r.example"))
                .isEqualTo(user("ann", "pa:ss"));
        assertThat(in("{\"auths\":{\"r.example\":{\"username\":\"u\",\"password\":\"p\"}}}", "r.example"))
                .isEqualTo(user("u", "p"));
        assertThat(in("{\"auths\":{\"r.example\":{\"auth\":\"YW5uOg==\",\"identitytoken\":\"t\"}}}", "r.example"))
                .isEqualTo(new IdentityToken("t", Optional.empty()));
        assertThat(in("{\"auths\":{\"r.example\":{\"registrytoken\":\"t\"}}}", "r.example"))
                .isEqualTo(new RegistryToken("t"));
        assertThat(in("{\"auths\":{\"r.example\":{}}}", "r.example")).isEqualTo(new Nothing());
        assertThat(in("{}", "r.example")).isEqualTo(new Nothing());
    }

    @Test
    void hostsAreComparedWhole() throws IOException {
        String json = "{\"auths\":{\"r.example:5000\":{\"username\":\"u\",\"password\":\"p\"},"
                + "\"https://old.example/v1/\":{\"username\":\"o\",\"password\":\"p\"}}}";

        assertThat(in(json, "r.example:5000")).isEqualTo(user("u", "p"));
        assertThat(in(json, "old.example")).isEqualTo(user("o", "p"));
        for (String other : new String[] {"r.example", "example:5000", "not-r.example:5000", "r.example:5000.evil"}) {
            assertThat(in(json, other)).as(other).isEqualTo(new Nothing());
        }
    }

    @Test
    void dockerHubHasItsOwnKey() throws IOException {
        String key = RegistrySettings.https("hub", "docker.io").dockerConfigKey();

        assertThat(in("{\"auths\":{\"https://index.docker.io/v1/\":{\"username\":\"u\",\"password\":\"p\"}}}", key))
                .isEqualTo(user("u", "p"));
    }

    @Test
    void fileThatCannotBeReadIsSaidAndNotQuoted() {
        for (String json :
                new String[] {"{\"auths\": s3cr3t", "[]", "{\"auths\":{\"r.example\":{\"auth\":\"%s3cr3t\"}}}"}) {
            Failure failure = failure(() -> in(json, "r.example"));

            assertThat(failure.reason()).isEqualTo(ReasonCode.CREDENTIALS_UNUSABLE);
            assertThat(failure.detail()).contains("config.json").doesNotContain("s3cr3t");
        }
        assertThat(failure(() -> new DockerConfigFile(directory.resolve("absent")).presented("r"))
                        .reason())
                .isEqualTo(ReasonCode.CREDENTIALS_UNUSABLE);
    }

    @Test
    void helperThatIsNoNameIsNotStarted() {
        Failure failure = failure(() -> in("{\"credsStore\":\"x/../../bin/sh\"}", "r.example"));

        assertThat(failure.detail()).contains("no name of a helper");
    }

    @Test
    void helperOfTheRegistryComesBeforeTheOneForAll() {
        Failure failure = failure(() -> in(
                "{\"credsStore\":\"for-all-absent\",\"credHelpers\":{\"r.example\":\"for-one-absent\"},"
                        + "\"auths\":{\"r.example\":{\"registrytoken\":\"t\"}}}",
                "r.example"));

        assertThat(failure.reason()).isEqualTo(ReasonCode.CREDENTIALS_UNUSABLE);
        assertThat(failure.detail()).contains("docker-credential-for-one-absent", "PATH");
    }

    @Nested
    class Helpers {
        private Presented helper(String script) throws IOException {
            return helper(script, Duration.ofSeconds(20));
        }

        private Presented helper(String script, Duration deadline) throws IOException {
            Path program = Files.writeString(directory.resolve("helper"), "#!/bin/sh\n" + script + "\n");
            Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
            return new HelperProgram("test", program.toString(), deadline).get("r.example:5000");
        }

        @Test
        void isToldTheRegistryAndGivesUserAndSecret() throws IOException {
            Presented presented = helper(
                    "[ \"$1\" = get ] || exit 9\nread key\n"
                            + "echo \"{\\\"ServerURL\\\":\\\"x\\\",\\\"Username\\\":\\\"u\\\",\\\"Secret\\\":\\\"for $key\\\"}\"");

            assertThat(presented).isEqualTo(user("u", "for r.example:5000"));
            assertThat(presented.toString()).doesNotContain("for r.example");
        }

        @Test
        void tokenAsUserMeansAnIdentityToken() throws IOException {
            assertThat(helper("echo '{\"Username\":\"<token>\",\"Secret\":\"t\"}'"))
                    .isEqualTo(new IdentityToken("t", Optional.empty()));
        }

        @Test
        void nothingFoundMeansAnonymous() throws IOException {
            assertThat(helper("echo 'credentials not found in native keychain'; exit 1"))
                    .isEqualTo(new Nothing());
        }

        @Test
        void exitCodeCountsWhateverWasPrinted() {
            Failure failure =
                    failure(() -> helper("echo '{\"Username\":\"u\",\"Secret\":\"p\"}'; echo locked >&2; exit 3"));

            assertThat(failure.reason()).isEqualTo(ReasonCode.CREDENTIALS_UNUSABLE);
            assertThat(failure.detail()).contains("docker-credential-test", "ended with 3", "locked");
        }

        @Test
        void helperThatHangsIsEndedWithItsChildren() {
            Failure failure = failure(() -> helper("sleep 4711 &\nsleep 4711", Duration.ofMillis(300)));

            assertThat(failure.detail()).contains("did not end within");
            // Killed is not yet gone: the kernel takes its time.
            assertThat(ProcessHandle.current()
                            .descendants()
                            .filter(p -> p.info().commandLine().orElse("").contains("4711")))
                    .allSatisfy(p -> assertThat(p.onExit()).succeedsWithin(Duration.ofSeconds(10)));
        }

        @Test
        void floodOfOutputIsCutOff() {
            Failure failure = failure(() -> helper("head -c 300000 /dev/zero"));

            assertThat(failure.reason()).isEqualTo(ReasonCode.CREDENTIALS_UNUSABLE);
        }

        @Test
        void anythingButJsonIsRefusedWithoutQuotingIt() {
            Failure failure = failure(() -> helper("echo s3cr3t"));

            assertThat(failure.detail()).contains("no JSON").doesNotContain("s3cr3t");
        }
    }
}
