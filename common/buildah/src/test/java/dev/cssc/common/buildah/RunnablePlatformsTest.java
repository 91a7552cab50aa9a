package dev.cssc.common.buildah;

import dev.cssc.common.image.Platform;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

/** What the kernel's list of handlers means; the files are as Linux 6 shows those of Debian's qemu-user-static. */
class RunnablePlatformsTest {
    private static final Platform AMD64 = Platform.of("linux", "amd64");
    private static final String AARCH64 = "7f454c460201010000000000000000000200b700";
    private static final String ARM = "7f454c4601010100000000000000000002002800";
    private static final String S390X = "7f454c4602020100000000000000000000020016";

    @TempDir
    Path directory;

    @BeforeEach
    void theKernelsOwnFiles() throws IOException {
        Files.writeString(directory.resolve("register"), "");
        Files.writeString(directory.resolve("status"), "enabled\n");
    }

    @Test
    void thePlatformOfTheMachineRunsAndOthersDoNot() {
        assertThat(runs("linux/amd64")).isTrue();
        assertThat(runs("linux/amd64/v3")).isTrue();
        assertThat(whyNot("linux/arm64"))
                .hasValueSatisfying(why -> assertThat(why)
                        .contains(
                                "programs of linux/arm64 do not run on linux/amd64",
                                "apt-get install qemu-user-static"));
        assertThat(whyNot("windows/amd64")).contains("programs of windows/amd64 do not run on linux/amd64");
        assertThat(runs("linux/386"))
                .as("whether the kernel takes them is not known")
                .isFalse();
    }

    @Test
    void anEmulatorThatIsFoundFromWithinImagesRunsItsPlatform() throws IOException {
        handler("qemu-aarch64", "enabled", "POF", AARCH64);
        handler("qemu-s390x", "enabled", "OCF", S390X);

        assertThat(runs("linux/arm64")).isTrue();
        assertThat(runs("linux/arm64/v8")).isTrue();
        assertThat(runs("linux/s390x")).isTrue();
        assertThat(runs("linux/arm/v7")).isFalse();
        assertThat(read().all()).containsExactly(AMD64, Platform.of("linux", "arm64"), Platform.of("linux", "s390x"));
    }

    @Test
    void anEmulatorForAllVariantsOfArmRunsThem() throws IOException {
        handler("arm-by-another-name", "enabled", "F", ARM);

        assertThat(runs("linux/arm/v6")).isTrue();
        assertThat(runs("linux/arm/v7")).isTrue();
        assertThat(runs("linux/arm64")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"disabled, POF", "enabled, PO", "enabled, ''"})
    void anEmulatorThatIsSwitchedOffOrNotFoundFromWithinImagesIsNone(String state, String flags) throws IOException {
        handler("qemu-aarch64", state, flags, AARCH64);

        assertThat(whyNot("linux/arm64"))
                .hasValueSatisfying(why -> assertThat(why).contains("flag F").doesNotContain("apt-get"));
    }

    @Test
    void whereAllHandlersAreSwitchedOffThereIsNone() throws IOException {
        handler("qemu-aarch64", "enabled", "POF", AARCH64);
        Files.writeString(directory.resolve("status"), "disabled\n");

        assertThat(runs("linux/arm64")).isFalse();
    }

    @Test
    void handlersOfOtherFormatsAreNone() throws IOException {
        handler("python3.11", "enabled", "F", "a70d0d0a");
        handler("odd", "enabled", "F", "xyz");
        handler("unknown-machine", "enabled", "F", "7f454c460201010000000000000000000200ffff");
        Files.writeString(directory.resolve("jar"), "enabled\ninterpreter /usr/bin/jexec\nflags: F\nextension .jar\n");
        Files.writeString(directory.resolve("empty"), "");

        assertThat(read().all()).containsExactly(AMD64);
    }

    @Test
    void withoutTheKernelsListTheOperatorsWordCounts() {
        RunnablePlatforms platforms =
                RunnablePlatforms.read(AMD64, directory.resolve("not-mounted"), List.of(Platform.of("linux", "arm64")));

        assertThat(platforms.whyNot(Platform.parse("linux/arm64/v8"))).isEmpty();
        assertThat(platforms.whyNot(Platform.parse("linux/s390x"))).isPresent();
    }

    private boolean runs(String platform) {
        return whyNot(platform).isEmpty();
    }

    private Optional<String> whyNot(String platform) {
        return read().whyNot(Platform.parse(platform));
    }

    private RunnablePlatforms read() {
        return RunnablePlatforms.read(AMD64, directory, List.of());
    }

    private void handler(String name, String state, String flags, String magic) throws IOException {
        Files.writeString(
                directory.resolve(name),
                state + "\ninterpreter /usr/libexec/qemu-binfmt/" + name + "\nflags: " + flags + "\noffset 0\nmagic "
                        + magic + "\nmask ffffffffffffff00fffffffffffffffffeffffff\n");
    }
}
