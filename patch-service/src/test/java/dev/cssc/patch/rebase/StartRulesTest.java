package dev.cssc.patch.rebase;

import dev.cssc.common.layer.LayerEntry;
import dev.cssc.common.layer.LayerEntry.Kind;
import dev.cssc.common.layer.LayerPaths;
import dev.cssc.common.registry.ImageConfig;
import dev.cssc.patch.rebase.RebaseRefusal.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;

import static org.assertj.core.api.Assertions.assertThat;

/** The older build has a program and a directory that the newer one has not; the image has one of its own. */
class StartRulesTest {
    private static final BiPredicate<String, String> NOBODY_ASKS = (file, name) -> {
        throw new AssertionError(file + " " + name);
    };

    private static final LayerPaths OWN = LayerPaths.of(file("opt/app"), link("opt/current", "/usr/bin/gone"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'Entrypoint': ['/usr/bin/gone', 'x']",
                "'Entrypoint': ['gone']",
                "'Cmd': ['gone']",
                "'Env': ['PATH=/x', 'PATH=/srv:/usr/bin'], 'Cmd': ['gone']",
                "'WorkingDir': '/usr/bin', 'Cmd': ['./gone']",
                "'Entrypoint': ['/opt/current']",
                "'Entrypoint': ['sh'], 'Cmd': ['gone']",
                "'Entrypoint': ['/opt/app', '--', '/usr/bin/gone']",
                "'Entrypoint': ['python3']",
                "'Env': ['JAVA_HOME=/srv/gone']",
                "'Env': ['LD_LIBRARY_PATH=/opt:/srv/gone']",
            })
    void whatTheConfigurationNamesAndTheNewBuildHasNotGotIsMissed(String config) {
        assertThat(refusal(config, NOBODY_ASKS)).map(RebaseRefusal::reason).contains(Reason.CONFIG_TARGET_GONE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'Entrypoint': ['/opt/app']",
                "'Entrypoint': ['sh', '-c'], 'Cmd': ['serve gone']",
                "'Env': ['JAVA_HOME=/opt', 'A=relative/gone', 'B=']",
                "'Entrypoint': ['/never/there']",
                "'WorkingDir': '/opt'",
                "'WorkingDir': '/never'",
                "'Entrypoint': ['']",
                "'User': '1000:1000'",
                "'A': 1",
            })
    void whatIsThereOrNeverWasIsNot(String config) {
        assertThat(refusal(config, NOBODY_ASKS)).isEmpty();
    }

    @Test
    void aDirectoryThatTheNewBuildHasNotGotIsMissed() {
        assertThat(refusal("'WorkingDir': '/srv/gone'", NOBODY_ASKS))
                .contains(new RebaseRefusal(Reason.CONFIG_TARGET_GONE, "/srv/gone"));
    }

    @Test
    void aUserOfTheBaseHasToBeTheSameInBoth() {
        assertThat(refusal("'User': 'www-data'", (file, name) -> true)).isEmpty();
        assertThat(refusal("'User': 'www-data'", (file, name) -> false))
                .contains(new RebaseRefusal(Reason.CONFIG_TARGET_GONE, "www-data in etc/passwd"));
        assertThat(refusal("'User': '33:www-data'", (file, name) -> false))
                .contains(new RebaseRefusal(Reason.CONFIG_TARGET_GONE, "www-data in etc/group"));
    }

    @Test
    void aUserOfTheImagesOwnFileIsTheSameOnEveryBuild() {
        RebaseGround ground = ground(LayerPaths.of(file("etc/passwd")));

        assertThat(StartRules.refusal(config("'User': 'app'"), ground, NOBODY_ASKS))
                .isEmpty();
    }

    private static Optional<RebaseRefusal> refusal(String config, BiPredicate<String, String> sameAccount) {
        return StartRules.refusal(config(config), ground(OWN), sameAccount);
    }

    private static RebaseGround ground(LayerPaths own) {
        return new RebaseGround(
                List.of(LayerPaths.of(file("usr/bin/sh"))),
                List.of(LayerPaths.of(
                        file("usr/bin/gone"),
                        file("srv/gone/x"),
                        file("usr/bin/python3.11"),
                        link("usr/bin/python3", "python3.11"))),
                List.of(LayerPaths.of(file("usr/bin/python3.13"), link("usr/bin/python3", "python3.13"))),
                List.of(own));
    }

    private static ImageConfig config(String settings) {
        String document =
                "{'os': 'linux', 'architecture': 'amd64', 'config': {" + settings + "}, 'rootfs': {'diff_ids': []}}";
        return ImageConfig.parse(document.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    private static LayerEntry link(String path, String target) {
        return new LayerEntry(path, Kind.SYMLINK, target);
    }

    private static LayerEntry file(String path) {
        return LayerEntry.of(Kind.FILE, path);
    }
}
