package dev.cssc.common.linux;

import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

class MountPointsTest {
    private static String line(String mountPoint) {
        return "36 35 98:0 /mnt1 " + mountPoint + " rw,noatime master:1 - ext3 /dev/root rw,errors=continue";
    }

    @Test
    void mountsBelowTheFolderComeDeepestFirstAndNoOthers() {
        assertThat(MountPoints.below(
                        Path.of("/home/x/work"),
                        Stream.of(
                                line("/"),
                                line("/home/x/work/a"),
                                line("/home/x/work/a/root/overlay"),
                                line("/home/x/worked"),
                                line("/home/x"))))
                .containsExactly(Path.of("/home/x/work/a/root/overlay"), Path.of("/home/x/work/a"));
    }

    @Test
    void blanksAndBackslashesOfAPathAreReadFromTheirOctalForm() {
        assertThat(MountPoints.below(Path.of("/w"), Stream.of(line("/w/my\\040over\\134lay\\011x"))))
                .containsExactly(Path.of("/w/my over\\lay\tx"));
    }
}
