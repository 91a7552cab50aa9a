package dev.cssc.cli;

import dev.cssc.cli.command.ExitCode;
import dev.cssc.cli.command.NativeProgram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.Callable;

/** Says which version of the command this is, of which commit where the build knew it, and what it runs on. */
@Command(name = "version", description = "Print the version, the commit that it was built from, and what it runs on.")
final class VersionCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        Properties build = build();
        String platform =
                NativeProgram.isThis() ? "native" : "Java " + Runtime.version().feature();
        spec.commandLine()
                .getOut()
                .println("cssc " + known(build, "version").orElse("development")
                        + known(build, "commit")
                                .map(commit -> ", commit " + commit)
                                .orElse("") + ", " + platform);
        return ExitCode.OK;
    }

    /** What the build filled in; a name in {@code ${…}} is one that it did not know. */
    private static Optional<String> known(Properties build, String key) {
        return Optional.ofNullable(build.getProperty(key)).filter(value -> !value.isBlank() && !value.startsWith("$"));
    }

    private static Properties build() {
        Properties build = new Properties();
        try (InputStream in = VersionCommand.class.getResourceAsStream("build.properties")) {
            if (in != null) {
                build.load(in);
            }
            return build;
        } catch (IOException e) {
            throw new UncheckedIOException("what this command was built from cannot be read", e);
        }
    }
}
