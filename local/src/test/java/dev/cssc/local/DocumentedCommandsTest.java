package dev.cssc.local;

import dev.cssc.cli.CsscCommand;
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
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** What documents tell people to type is what the command takes. */
class DocumentedCommandsTest {
    private static final Path DOCS = ProjectClasses.PROJECT.resolve("docs");

    private static CommandLine root() {
        return CsscCommand.with(Main.COMMANDS);
    }

    private static List<DocumentedCommand> all() throws IOException {
        List<DocumentedCommand> found = new ArrayList<>();
        try (Stream<Path> docs = Files.walk(DOCS)) {
            List<Path> documents = Stream.concat(
                            docs.filter(file -> file.toString().endsWith(".md")),
                            Stream.of("README.md", "CONTRIBUTING.md", "CHANGELOG.md")
                                    .map(ProjectClasses.PROJECT::resolve))
                    .filter(file -> !file.endsWith("cli-reference.md")) // made of the commands themselves
                    .filter(Files::exists)
                    .sorted()
                    .toList();
            for (Path document : documents) {
                found.addAll(DocumentedCommand.in(
                        ProjectClasses.PROJECT.relativize(document).toString(), Files.readAllLines(document)));
            }
        }
        return found;
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
        List<DocumentedCommand> found = DocumentedCommand.in(
                "a.md",
                List.of(
                        "Type `./cssc job list --state FAILED`, or:",
                        "    ./cssc plan --config 'a b.json' \\",
                        "        --registry r | head",
                        "```",
                        "$ cssc help # all of it",
                        "```"));

        assertThat(found)
                .extracting(DocumentedCommand::arguments)
                .containsExactly(
                        List.of("job", "list", "--state", "FAILED"),
                        List.of("plan", "--config", "a b.json", "--registry", "r"),
                        List.of("help"));
        assertThat(found).extracting(DocumentedCommand::whole).containsExactly(false, true, true);
    }

    @Test
    void whatTheCommandDoesNotTakeIsNoticed() {
        List<String> lines = List.of(
                "    cssc workflow lst",
                "    cssc plan --colour",
                "see `cssc job list --colour`",
                "see `cssc jobb list`");

        assertThat(DocumentedCommand.in("a.md", lines))
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
