package dev.cssc.bench;

import dev.cssc.cli.command.CliException;
import dev.cssc.cli.command.ExitCode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

import static org.assertj.core.api.Assertions.assertThat;

/** That what cannot be measured is refused before anything is started. */
class StartBenchTest {
    @ParameterizedTest
    @CsvSource({
        "--services=scan, is no service",
        "--rounds=0, --rounds is at least 1",
        "--idle=-1, --idle at least 0",
    })
    void anOptionThatMakesNoSenseIsRefused(String option, String why) {
        Refusal refusal = refusal(option);

        assertThat(refusal.code()).isEqualTo(ExitCode.INVALID);
        assertThat(refusal.why()).contains(why);
    }

    @ParameterizedTest
    @CsvSource("--services=none")
    void nothingToStartIsRefused(String none) {
        assertThat(refusal(none, "--without-commands").why()).contains("nothing would be started");
    }

    private record Refusal(int code, String why) {}

    private static Refusal refusal(String... arguments) {
        String[] why = {""};
        int code = new CommandLine(new StartBench())
                .setExecutionExceptionHandler((e, command, parsed) -> {
                    why[0] = String.valueOf(e.getMessage());
                    return e instanceof CliException known ? known.exitCode() : -1;
                })
                .execute(arguments);
        return new Refusal(code, why[0]);
    }
}
