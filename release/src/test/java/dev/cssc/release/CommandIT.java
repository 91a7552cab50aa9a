package dev.cssc.release;

import dev.cssc.common.testing.Transcript;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/** The command, unpacked and linked from elsewhere as from a directory of {@code PATH}. */
class CommandIT {
    private static final String POLICY =
            "{\"version\":\"v1\",\"repositories\":[{\"repository\":\"a\",\"tags\":[\"%s\"],\"enabled\":true}]}";

    @TempDir
    static Path directory;

    private static Path unpacked;

    @BeforeAll
    static void unpack() throws IOException {
        unpacked = Dist.unpack(Dist.archive("cssc"), directory).resolve("cssc-" + Dist.VERSION);
        Files.createSymbolicLink(directory.resolve("cssc"), unpacked.resolve("bin/cssc"));
    }

    private static Transcript cssc(String... arguments) {
        return cssc(Map.of(), arguments);
    }

    private static Transcript cssc(Map<String, String> environment, String... arguments) {
        List<String> command =
                Stream.concat(Stream.of("./cssc"), Stream.of(arguments)).toList();
        Map<String, String> all = new HashMap<>(Map.of(
                "XDG_CACHE_HOME", directory.resolve("cache").toString(),
                "CSSC_HOME", directory.resolve("home").toString()));
        all.putAll(environment);
        return Dist.run(directory, command, all);
    }

    private static String policy(String tag) throws IOException {
        return Files.writeString(directory.resolve("policy.json"), POLICY.formatted(tag))
                .toString();
    }

    @Test
    void itSaysItsVersionAlsoAsAnOption() {
        for (String asked : List.of("version", "--version")) {
            assertThat(cssc(asked).with(0).stdout())
                    .matches("cssc " + Dist.VERSION.replace(".", "\\.") + "(, commit [0-9a-f]{12})?, Java \\d+\n");
        }
    }

    @Test
    void withoutArgumentsItShowsItsHelp() {
        assertThat(cssc().with(0).stdout()).contains("Usage: cssc", "workflow");
    }

    @Test
    void exitCodesTellWhoseFaultItWas() throws IOException {
        assertThat(cssc("schedule", "preview", "7d").with(0).stdout()).isNotBlank();
        assertThat(cssc("plan", "--config", policy("1-1"), "--registry", "127.0.0.1:1")
                        .with(2)
                        .stderr())
                .contains("tags[0]");
        assertThat(cssc("plan", "--config", policy("1"), "--registry", "127.0.0.1:1")
                        .with(3)
                        .stderr())
                .contains("127.0.0.1:1");
    }

    @Test
    void itKeepsWhatTheJvmLearnedOfItsClasses() {
        cssc("version").with(0);

        assertThat(directory.resolve("cache/cssc")).isDirectoryContaining("glob:**/cssc-*.jsa");
        assertThat(cssc("version").with(0).stderr()).isEmpty();
    }

    @Test
    void aJavaThatIsMissingIsToldWithWhatToDo() {
        assertThat(cssc(Map.of("JAVA_HOME", "/nowhere"), "version").with(1).stderr())
                .isEqualTo("cssc: there is no Java in JAVA_HOME, which is /nowhere. Install Java 21 or newer, or set"
                        + " JAVA_HOME to one.\n");
    }

    @Test
    void aJavaThatIsTooOldIsToldWithWhatToDo() throws IOException {
        Path old = Files.createDirectories(directory.resolve("old/bin"));
        Files.createFile(
                old.resolve("java"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        Files.writeString(directory.resolve("old/release"), "JAVA_VERSION=\"17.0.1\"\n");

        assertThat(cssc(Map.of("JAVA_HOME", directory.resolve("old").toString()), "version")
                        .with(1)
                        .stderr())
                .contains("is Java 17. Install Java 21 or newer");
    }

    @Test
    void completionAndManualAreWhatTheCommandItselfPrints() {
        Path share = unpacked.resolve("share");

        assertThat(share.resolve("man/man1/cssc.1"))
                .hasContent(cssc("help", "--man").with(0).stdout())
                .content()
                .startsWith(".TH CSSC 1");
        assertThat(share.resolve("bash-completion/completions/cssc"))
                .hasContent(cssc("completion", "bash").with(0).stdout());
        assertThat(share.resolve("zsh/cssc.zsh"))
                .hasContent(cssc("completion", "zsh").with(0).stdout());
        Dist.run(
                        directory,
                        List.of(
                                "bash",
                                "-n",
                                share.resolve("bash-completion/completions/cssc")
                                        .toString()),
                        Map.of())
                .with(0);
    }

    @Test
    void aNativeProgramIsTheSameCommand(@TempDir Path elsewhere) {
        assumeThat(Dist.nativeArchive("cssc"))
                .as("skipped: native programs are made by ./mvnw -T1 -Prelease -Pnative, which takes a native-image")
                .exists();
        Dist.unpack(Dist.nativeArchive("cssc"), elsewhere);

        assertThat(Dist.run(elsewhere, List.of("cssc-" + Dist.VERSION + "/bin/cssc", "version"), Map.of())
                        .with(0)
                        .stdout())
                .startsWith("cssc " + Dist.VERSION)
                .endsWith(", native\n");
    }
}
