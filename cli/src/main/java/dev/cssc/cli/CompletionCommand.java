package dev.cssc.cli;

import dev.cssc.cli.command.ExitCode;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.util.Locale;
import java.util.concurrent.Callable;

/** Prints what makes a shell complete the command: every command and option that the root has. */
@Command(
        name = "completion",
        description = {
            "Print the completion of the command for a shell.",
            "For bash, in ~/.bashrc: source <(cssc completion bash)",
            "For zsh, in ~/.zshrc: source <(cssc completion zsh)"
        })
final class CompletionCommand implements Callable<Integer> {
    /** The shells that are known, as they are written. */
    enum Shell {
        BASH,
        ZSH;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "SHELL", description = "${COMPLETION-CANDIDATES}.")
    private Shell shell = Shell.BASH;

    @Override
    public Integer call() {
        String script = AutoComplete.bash("cssc", spec.commandLine().getParent());
        spec.commandLine()
                .getOut()
                .print(
                        switch (shell) {
                            case BASH -> script;
                            // The script asks zsh for its bashcompinit by itself; without compinit before it that fails
                            // in a bare ~/.zshrc.
                            case ZSH -> "autoload -U +X compinit && compinit\n" + script;
                        });
        spec.commandLine().getOut().flush();
        return ExitCode.OK;
    }
}
