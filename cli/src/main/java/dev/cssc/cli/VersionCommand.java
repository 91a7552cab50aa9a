package dev.cssc.cli;

import dev.cssc.cli.command.ExitCode;
import dev.cssc.cli.command.NativeProgram;
import dev.cssc.common.build.Build;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

import java.util.concurrent.Callable;

/** Says which version of the command this is, of which commit where the build knew it, and what it runs on. */
@Command(name = "version", description = "Print the version, the commit that it was built from, and what it runs on.")
final class VersionCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        Build build = Build.ofThisProgram();
        String platform =
                NativeProgram.isThis() ? "native" : "Java " + Runtime.version().feature();
        spec.commandLine()
                .getOut()
                .println("cssc " + build.version()
                        + build.revision().map(commit -> ", commit " + commit).orElse("") + ", " + platform);
        return ExitCode.OK;
    }
}
