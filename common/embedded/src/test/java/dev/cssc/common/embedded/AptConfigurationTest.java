package dev.cssc.common.embedded;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class AptConfigurationTest {
    private static final String STANZAS = """
            # as the installer wrote it
            Types: deb
            URIs: http://mirror.example/debian
            Suites: bookworm bookworm-updates
            Components: main contrib
            Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg

            Types: deb deb-src
            URIs: http://mirror.example/debian-security
            Suites: bookworm-security
            Components:
             main
            Signed-By:
             -----BEGIN PGP PUBLIC KEY BLOCK-----
             .
             -----END PGP PUBLIC KEY BLOCK-----

            Enabled: no
            Types: deb
            URIs: http://off.example/debian
            Suites: trixie
            Components: main
            """;

    @Test
    void everyUriOfAStanzaGoesWithEverySuite() {
        assertThat(AptConfiguration.parseStanzas(STANZAS))
                .extracting(AptSource::suite)
                .containsExactly("bookworm", "bookworm-updates", "bookworm-security");
    }

    @Test
    void aKeyringIsAPathAndNotAKeyWrittenOut() {
        assertThat(AptConfiguration.parseStanzas(STANZAS))
                .extracting(AptSource::keyring)
                .containsExactly(
                        Optional.of("/usr/share/keyrings/debian-archive-keyring.gpg"),
                        Optional.of("/usr/share/keyrings/debian-archive-keyring.gpg"),
                        Optional.empty());
    }

    @Test
    void aLineMayHaveOptionsAndAComment() {
        assertThat(AptConfiguration.parseLines("""
                        # deb http://commented.example/debian bookworm main
                        deb [arch=amd64 signed-by=/keys.gpg] http://mirror.example/debian bookworm main non-free # note
                        deb-src http://mirror.example/debian bookworm main
                        """))
                .containsExactly(new AptSource(
                        "http://mirror.example/debian",
                        "bookworm",
                        Set.of("main", "non-free"),
                        Optional.of("/keys.gpg")));
    }

    @Test
    void theReleaseIsTakenFromBothKindsOfFile(@TempDir Path etcApt) throws Exception {
        Files.createDirectory(etcApt.resolve("sources.list.d"));
        Files.writeString(etcApt.resolve("sources.list"), "deb http://a.example/debian bookworm main\n");
        Files.writeString(etcApt.resolve("sources.list.d/debian.sources"), STANZAS);
        Files.writeString(etcApt.resolve("sources.list.d/ignored.save"), "deb http://b.example/debian bookworm main\n");

        DebianRelease release =
                DebianRelease.configured("bookworm", AptConfiguration.read(etcApt), Optional.empty(), Optional.empty());

        assertThat(release.main().toLine()).isEqualTo("deb http://a.example/debian bookworm main");
        assertThat(release.security().toLine())
                .isEqualTo("deb http://mirror.example/debian-security bookworm-security main");
    }

    @Test
    void aMissingSuiteIsToldWithWhatToDo(@TempDir Path etcApt) {
        assertThatThrownBy(() -> DebianRelease.configured(
                        "bookworm", AptConfiguration.read(etcApt), Optional.empty(), Optional.empty()))
                .hasMessageContaining("suite bookworm")
                .hasMessageContaining("CSSC_DEBIAN_MIRROR");
    }

    @Test
    void aPasswordInAMirrorsAddressDoesNotReachTheImage() {
        assertThatThrownBy(() -> DebianRelease.configured(
                        "bookworm",
                        new AptConfiguration(AptConfiguration.parseStanzas(STANZAS)),
                        Optional.of("https://user:secret@mirror.example/debian"),
                        Optional.empty()))
                .hasMessageContaining("password")
                .hasMessageNotContaining("secret@");
    }
}
