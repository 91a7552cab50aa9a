package dev.cssc.patch.engine.buildah;

import dev.cssc.common.buildah.ImagePackageManager;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

import java.util.List;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

class PackageManagerTest {
    static final List<PackageManager> KNOWN =
            Stream.of(ImagePackageManager.values()).map(PackageManager::of).toList();

    @ParameterizedTest
    @FieldSource("KNOWN")
    void whatWouldBeTakenForSomethingElseIsNoName(PackageManager manager) {
        assertThat(List.of(
                        "", "-y", "--root=/", "@core", "*", "a*", "curl=1", "curl>1", "a b", "a/b", "/etc/x", "curl\n"))
                .noneMatch(manager::isName);
        assertThat(List.of("curl", "libstdc++", "python3.11", "xz-libs", "libssl3"))
                .allMatch(manager::isName);
    }

    @ParameterizedTest
    @FieldSource("KNOWN")
    void namesStandBehindEverythingElse(PackageManager manager) {
        assertThat(manager.upgrade(List.of("curl", "tar"))).endsWith("curl", "tar");
    }

    @ParameterizedTest
    @FieldSource("KNOWN")
    void onlySuccessIsSuccess(PackageManager manager) {
        assertThat(List.of(1, 4, 5, 8, 104, 106, 107, 127, 243)).noneMatch(manager::upgraded);
        assertThat(manager.upgraded(0)).isTrue();
        assertThat(manager.incomplete(new Said(1, "", ""))).isTrue();
        assertThat(manager.incomplete(new Said(0, "", ""))).isFalse();
    }
}
