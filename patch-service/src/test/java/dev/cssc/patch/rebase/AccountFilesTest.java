package dev.cssc.patch.rebase;

import dev.cssc.common.image.Digest;
import dev.cssc.common.layer.LayerFile;
import org.junit.jupiter.api.Test;

import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

class AccountFilesTest {
    private static final String MODE = "644 0:0";

    @Test
    void aCopyWithMoreUsersDoesForANewerBuildThatHasNoMore() {
        assertThat(covers("etc/passwd", "root:x:0\nmail:x:8\n", "root:x:0\nmail:x:8\n"))
                .isTrue();
        assertThat(covers("etc/passwd", "root:x:0\nmail:x:8\n", "root:x:0\n"))
                .as("one of which the newer build has no need")
                .isTrue();
        assertThat(covers("etc/passwd", "root:x:0\n", "root:x:0\n_apt:x:42\n")).isFalse();
        assertThat(covers("etc/group", "mail:x:8:\n", "mail:x:8:postfix\n")).isFalse();
    }

    @Test
    void theDayOnWhichAnAccountWithoutPasswordWasMadeSaysNothing() {
        assertThat(covers("etc/shadow", "root:*:19000:0:99999:7:::\n", "root:*:20000:0:99999:7:::\n"))
                .isTrue();
        assertThat(covers("etc/shadow", "a:!:19000:0:9:7:::\n", "a:!:20000:0:9:7:::\n"))
                .isTrue();
        assertThat(covers("etc/shadow", "a:$6$x:19000:0:9:7:::\n", "a:$6$x:20000:0:9:7:::\n"))
                .as("a password")
                .isFalse();
        assertThat(covers("etc/shadow", "a:*:19000:0:9:7:::\n", "a:*:0:0:9:7:::\n"))
                .as("a password that has to be changed")
                .isFalse();
        assertThat(covers("etc/passwd", "a:*:19000:0\n", "a:*:20000:0\n"))
                .as("a number of a user")
                .isFalse();
    }

    @Test
    void otherFilesOtherModesAndFilesThatAreNotReadWholeAreNotCompared() {
        assertThat(covers("etc/motd", "a\n", "a\n")).isFalse();
        assertThat(AccountFiles.coversNewer("etc/shadow", file("640 0:42", "a:*"), file("640 0:0", "a:*")))
                .isFalse();
        String endless = "a".repeat(LayerFile.BEGINNING);
        assertThat(covers("etc/passwd", endless, endless)).isFalse();
    }

    @Test
    void anAccountIsItsLine() {
        assertThat(AccountFiles.sameLine(file(MODE, "apples:1\napp:2\n"), file(MODE, "app:2\n"), "app"))
                .isTrue();
        assertThat(AccountFiles.sameLine(file(MODE, "apples:1\n"), file(MODE, "apples:2\n"), "app"))
                .as("in neither")
                .isTrue();
        assertThat(AccountFiles.sameLine(file(MODE, "app:2\n"), file(MODE, "app:3\n"), "app"))
                .isFalse();
        String endless = "a".repeat(LayerFile.BEGINNING);
        assertThat(AccountFiles.sameLine(file(MODE, endless), file(MODE, endless), "app"))
                .as("who knows")
                .isFalse();
    }

    @Test
    void aUserOrGroupWithAnotherNumberIsNoticed() {
        assertThat(renumbered("svc:x:101:101::/:\nmail:x:8:8::/:\n", "mail:x:8:8:Mail:/:\nsvc:x:102:101::/:\n"))
                .contains("svc");
        assertThat(renumbered("svc:x:101:101::/:\n", "svc:x:101:102::/:\n")).contains("svc");
        assertThat(renumbered("svc:x:101:\n", "svc:x:102:\n")).contains("svc");
        assertThat(renumbered("svc:x:101:a\n", "svc:x:101:b\nnew:x:102:\n"))
                .as("other members, and a group more")
                .isEmpty();
        assertThat(renumbered("svc:x:101:\n", "")).as("a group less").isEmpty();
        assertThat(renumbered("a".repeat(LayerFile.BEGINNING), "svc:x:1:\n")).isPresent();
    }

    private static Optional<String> renumbered(String older, String newer) {
        return AccountFiles.renumbered(file(MODE, older), file(MODE, newer));
    }

    private static boolean covers(String path, String older, String newer) {
        return AccountFiles.coversNewer(path, file(MODE, older), file(MODE, newer));
    }

    private static LayerFile file(String attributes, String text) {
        return new LayerFile(Digest.of(text), attributes, text);
    }
}
