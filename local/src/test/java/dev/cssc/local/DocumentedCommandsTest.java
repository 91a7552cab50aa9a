package dev.cssc.local;

import dev.cssc.cli.CsscCommand;
import dev.cssc.common.testing.document.Document;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;

/** What documents tell people to type is what the command takes. */
class DocumentedCommandsTest {
    private static final Path DOCS = ProjectClasses.PROJECT.resolve("docs");

    private static CommandLine root() {
        return CsscCommand.with(Main.COMMANDS);
    }

    private static List<DocumentedCommand> all() throws IOException {
        return Document.of(ProjectClasses.PROJECT).stream()
                .flatMap(document -> DocumentedCommand.in(document).stream())
                .toList();
    }

    @Test
    void everyCallInTheDocumentsIsOneThatTheCommandTakes() throws IOException {
        List<String> problems = new ArrayList<>();
        for (DocumentedCommand command : all()) {
            command.problem(root()).ifPresent(problems::add);
        }
        assertThat(problems).isEmpty();
        assertThat(all().stream().filter(DocumentedCommand::whole)).hasSizeGreaterThan(30);
    }

    @Test
    void callsAreFoundInBlocksAndInSentencesAndEndWhereAnotherBegins() {
        List<DocumentedCommand> found = DocumentedCommand.in(new Document(
                "a.md",
                List.of(
                        "Type `./cssc job list --state FAILED`, or:",
                        "",
                        "    ./cssc plan --config 'a b.json' \\",
                        "        --registry r | head",
                        "```",
                        "$ CSSC_URL=http://a ./cssc help # all of it",
                        "$ source <(cssc completion bash)",
                        "$ helm install cssc chart/cssc --debug",
                        "$ docker compose run --rm demo run list",
                        "```")));

        assertThat(found)
                .filteredOn(DocumentedCommand::whole)
                .extracting(DocumentedCommand::arguments)
                .containsExactly(
                        List.of("plan", "--config", "a b.json", "--registry", "r"),
                        List.of("help"),
                        List.of("completion", "bash"),
                        List.of("run", "list"));
        assertThat(found)
                .filteredOn(command -> !command.whole())
                .extracting(DocumentedCommand::arguments)
                .containsExactly(List.of("job", "list", "--state", "FAILED"));
    }

    @Test
    void whatTheCommandDoesNotTakeIsNoticed() {
        List<String> lines = List.of(
                "",
                "    cssc workflow lst",
                "    cssc plan --colour",
                "see `cssc job list --colour`",
                "see `cssc jobb list`");

        assertThat(DocumentedCommand.in(new Document("a.md", lines)))
                .extracting(command -> command.problem(root()))
                .hasSize(4)
                .allMatch(Optional::isPresent);
    }

    /** The launcher starts some commands without the local stack; each has to be one of the module that it then starts. */
    @Test
    void whatTheLauncherStartsAloneIsACommandOfItsOwnModule() throws IOException {
        String launcher = Files.readString(ProjectClasses.PROJECT.resolve("cssc"));
        MatchResult named = Pattern.compile("^ +(plan \\|.*)\\) part=cli", Pattern.MULTILINE)
                .matcher(launcher)
                .results()
                .findFirst()
                .orElseThrow();

        assertThat(Arrays.stream(named.group(1).split(" \\| ")).filter(name -> !name.startsWith("-")))
                .isNotEmpty()
                .isSubsetOf(CsscCommand.with(List.of()).getSubcommands().keySet());
    }

    @Test
    void everyCommandIsNamedOnThePageOfTheCommandLine() throws IOException {
        String page = Files.readString(DOCS.resolve("cli.md"));
        TreeSet<String> missing = new TreeSet<>(root().getSubcommands().keySet());
        missing.removeIf(name ->
                Pattern.compile("`(cssc )?" + name + "\\b").matcher(page).find());

        assertThat(missing).isEmpty();
    }
}
