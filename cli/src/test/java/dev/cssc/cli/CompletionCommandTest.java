package dev.cssc.cli;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/** The completion is given to a real bash, as a person's own is. */
class CompletionCommandTest extends CommandTest {
    private static String bash(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("bash", "--norc", "--noprofile"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
        return said.strip();
    }

    private String script() throws IOException {
        assertThat(run("completion", "bash")).isZero();
        return file("completion.bash", out.toString());
    }

    @Test
    void bashTakesTheScript() throws Exception {
        assertThat(bash("-n", script())).isEmpty();
    }

    @ParameterizedTest(name = "cssc {0}")
    @CsvSource({
        "workf, workflow",
        "workflow cancel, cancel-run",
        "plan --conf, --config",
        "registry add --secret-f, --secret-file",
        "completion z, zsh"
    })
    void aCommandAnOptionAndAShellAreCompleted(String typed, String completed) throws Exception {
        String words = "cssc " + typed;
        int last = words.split(" ", -1).length - 1;
        String asked = "source '" + script() + "'; COMP_LINE='" + words + "'; COMP_POINT=" + words.length()
                + "; COMP_WORDS=(" + words + "); COMP_CWORD=" + last
                + "; _complete_cssc; printf '%s\\n' \"${COMPREPLY[@]}\"";

        assertThat(bash("-c", asked).lines()).contains(completed);
    }

    @Test
    void everyCommandHasItsFunction() {
        assertThat(run("completion", "bash")).isZero();
        List<String> functions = new ArrayList<>();
        collect(CsscCommand.with(List.of()), "function _picocli_cssc", functions);

        assertThat(functions).hasSizeGreaterThan(30);
        assertThat(out.toString()).contains(functions);
    }

    /** picocli leaves hyphens out of the names of functions. */
    private static void collect(CommandLine command, String function, List<String> functions) {
        command.getSubcommands().forEach((name, below) -> {
            String own = function + "_" + name.replace("-", "");
            functions.add(own + "() {");
            collect(below, own, functions);
        });
    }

    @Test
    void forZshTheSameIsPrintedWithWhatMakesZshReadIt() {
        assertThat(run("completion", "zsh")).isZero();

        assertThat(out.toString()).startsWith("autoload -U +X compinit").contains("bashcompinit", "_complete_cssc");
    }

    @Test
    void anotherShellIsUsage() {
        assertThat(run("completion", "fish")).isEqualTo(2);
        assertThat(err.toString()).contains("fish", "BASH", "ZSH");
    }
}
