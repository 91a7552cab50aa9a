package dev.cssc.e2e;

import dev.cssc.common.testing.document.CodeBlock;
import dev.cssc.common.testing.document.Document;
import dev.cssc.common.testing.document.ShellCommand;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Every command of the documents is one that is run or one that is excused, and the table of the excused has no line too many. What is not run
 * is looked at as closely as can be without running it.
 */
class CommandTableTest {
    private static final Path PROJECT = Path.of("").toAbsolutePath().getParent();
    private static final CommandTable TABLE = CommandTable.read();

    private static final List<String> TESTS = List.of(
            "e2e/src/test/java/dev/cssc/e2e",
            "deploy-check/src/test/java/dev/cssc/deploy",
            "release/src/test/java/dev/cssc/release");

    /** What begins a command that can be run: ours, what a shell itself knows, and what is installed for tests. */
    private static final Set<String> PROGRAMS = Set.of(
            "./cssc", "cssc", "echo", "printf", "export", "source", "cat", "curl", "jq", "kcat", "helm", "kubectl",
            "mv", "tar");

    /** Words in capitals that a command means as they stand; others are there to be filled in. */
    private static final Set<String> MEANT = Set.of("FAILED", "QUEUED", "RUNNING");

    private static final Pattern TO_FILL_IN = Pattern.compile("(?<![\\w./$-])[A-Z][A-Z_]{2,}(?![\\w=-])|…");

    private static final Pattern VARIABLES = Pattern.compile("^(?:[A-Z_]+=\\S+ +)*");

    /** Parts of the project that a command names. */
    private static final Pattern OUR_FILE =
            Pattern.compile("(?<![\\w/.-])(?:\\./mvnw|(?:deploy|docs|common)/[\\w./-]+|[\\w-]+-compose\\.yml)");

    private static List<ShellCommand> commands() throws IOException {
        return Document.of(PROJECT).stream()
                .flatMap(document -> document.commands().stream())
                .toList();
    }

    private static List<ShellCommand> notRun() throws IOException {
        return commands().stream()
                .filter(command -> TABLE.excuse(command).isPresent())
                .toList();
    }

    @Test
    void everyCommandThatIsNotExcusedCanBeRun() throws IOException {
        List<String> problems = new ArrayList<>();
        for (ShellCommand command : commands()) {
            if (TABLE.excuse(command).isPresent()) {
                continue;
            }
            String filled = TABLE.filled(command, command.text(), name -> "{" + name + "}");
            String program = VARIABLES.matcher(filled).replaceFirst("").replaceFirst("(?s)\\s.*", "");
            if (!PROGRAMS.contains(program)) {
                problems.add(command + ": nobody runs " + program + "; have it run, or excuse it in commands.txt");
            }
            TO_FILL_IN
                    .matcher(filled)
                    .results()
                    .map(found -> found.group())
                    .filter(word -> !MEANT.contains(word))
                    .forEach(word -> problems.add(command + ": commands.txt does not say what " + word + " is"));
        }
        assertThat(problems).isEmpty();
    }

    @Test
    void everyLineOfTheTableIsForACommandThatIsThere() throws IOException {
        List<ShellCommand> commands = commands();
        List<ShellCommand> run = commands.stream()
                .filter(command -> TABLE.excuse(command).isEmpty())
                .toList();

        assertThat(TABLE.notRun())
                .allSatisfy(line -> assertThat(commands).as("%s", line).anyMatch(line::covers));
        assertThat(TABLE.endings())
                .allSatisfy(line -> assertThat(run).as("%s", line).anyMatch(line::covers));
        assertThat(TABLE.fills())
                .allSatisfy(line -> assertThat(run).as("%s", line).anyMatch(line::changes));
    }

    @Test
    void whatAnotherTestRunsNamesATestThatIsThere() {
        assertThat(TABLE.notRun().stream().flatMap(line -> line.test().stream()))
                .isNotEmpty()
                .allSatisfy(test -> assertThat(TESTS)
                        .anyMatch(tests -> Files.exists(PROJECT.resolve(tests).resolve(test + ".java"))));
    }

    /** It types documented commands alone, so what stands there as a text is what is run. */
    @Test
    void whatTheTestOfTheComposedStackIsSaidToRunIsTypedThere() throws IOException {
        String source = Files.readString(PROJECT.resolve(TESTS.getFirst()).resolve("ComposeIT.java"))
                .replaceAll("\"\\s*\\+ \"", "")
                .replaceAll("\\(\\s+\"", "(\"");
        List<ShellCommand> composed = notRun().stream()
                .filter(command -> TABLE.excuse(command).orElseThrow().test().equals(Optional.of("ComposeIT")))
                .toList();

        assertThat(composed)
                .hasSizeGreaterThan(5)
                .allSatisfy(command -> assertThat(source)
                        .as("%s", command)
                        .contains("(\"" + command.text().replace("\"", "\\\"") + "\")"));
    }

    @Test
    void moreIsRunThanIsExcused() throws IOException {
        Map<String, Long> excused = notRun().stream()
                .collect(Collectors.groupingBy(
                        command -> TABLE.excuse(command).orElseThrow().excuse().name(),
                        TreeMap::new,
                        Collectors.counting()));
        int all = commands().size();
        System.out.printf("Commands of the documents: %d run, not run %s%n", all - notRun().size(), excused);

        assertThat(notRun()).hasSizeLessThan(all / 2);
    }

    /** A block that says that it is something else hides no command. */
    @Test
    void blocksOfOtherLanguagesHoldNoCommands() throws IOException {
        Pattern command = Pattern.compile(
                "\\s*(?:\\$ |\\./(?:cssc|mvnw) |(?:cssc|kubectl|helm|docker|curl|kcat|crane) [a-z-]).*");
        List<CodeBlock> others = Document.of(PROJECT).stream()
                .flatMap(document -> document.blocks().stream())
                .filter(block -> !block.isShell())
                .toList();

        assertThat(others).hasSizeGreaterThan(10);
        assertThat(others)
                .allSatisfy(block -> assertThat(block.lines())
                        .as("%s:%d", block.document(), block.line())
                        .noneMatch(line -> command.matcher(line).matches()));
    }

    @Test
    void everyCommandIsOneThatAShellUnderstands(@TempDir Path scratch) throws Exception {
        for (ShellCommand command : commands()) {
            Path script = Files.writeString(scratch.resolve("command.sh"), command.text() + "\n");
            assertThat(ended(scratch, "bash", "-n", script.toString()))
                    .as("%s", command)
                    .isEmpty();
        }
    }

    @Test
    void whatIsNotRunNamesFilesThatAreThere() throws IOException {
        List<String> named = new ArrayList<>();
        for (ShellCommand command : notRun()) {
            OUR_FILE.matcher(command.text().replaceAll("deploy/pinned\\.env|(?<=deploy/compose-secrets)/quay", ""))
                    .results()
                    .map(found -> found.group())
                    .forEach(named::add);
        }

        assertThat(named)
                .hasSizeGreaterThan(5)
                .allSatisfy(file -> assertThat(PROJECT.resolve(file)).exists());
    }

    @Test
    void addressesThatCurlAsksAreThoseOfTheInterfaces() throws IOException {
        List<Pattern> paths = new ArrayList<>();
        for (String service : List.of("trigger", "scan", "patch")) {
            Path file = PROJECT.resolve("docs/openapi/" + service + "-service.yaml");
            Pattern.compile("(?m)^  (/\\S+):$")
                    .matcher(Files.readString(file))
                    .results()
                    .forEach(path -> paths.add(Pattern.compile(path.group(1).replaceAll("\\{\\w+}", "[^/]+"))));
        }
        List<String> asked = commands().stream()
                .filter(command -> command.text().startsWith("curl "))
                .map(command -> command.text().replaceFirst(".*(?:CSSC_\\w+|//[^/]+)(/[^?\"]*).*", "$1"))
                .filter(path -> !path.startsWith("/q/health/")) // of Quarkus, in no description
                .toList();

        assertThat(asked)
                .hasSizeGreaterThan(1)
                .allSatisfy(path ->
                        assertThat(paths).anyMatch(known -> known.matcher(path).matches()));
    }

    /** They read their arguments before they give help, and need no cluster for that. */
    @Test
    void whatIsNotRunOfKubectlAndHelmHasArgumentsThatTheyTake(@TempDir Path scratch) throws Exception {
        for (String program : List.of("kubectl", "helm")) {
            if (!Tools.missing(program).isEmpty()) {
                continue;
            }
            for (ShellCommand command : notRun()) {
                if (command.text().startsWith(program + " ")) {
                    assertThat(ended(scratch, "bash", "-c", command.text() + " --help > answer"))
                            .as("%s", command)
                            .isEmpty();
                    assertThat(scratch.resolve("answer"))
                            .as("%s", command)
                            .content()
                            .contains("Usage:");
                }
            }
        }
    }

    @Test
    void composeUnderstandsTheFilesThatItIsGiven(@TempDir Path scratch) throws Exception {
        assumeThat(Tools.missing("docker-compose")).as("skipped: not on PATH").isEmpty();
        UnaryOperator<String> named = text -> Stream.of(text.split(" (?=-f |--env-file )"))
                .filter(part -> part.startsWith("-f "))
                .map(part -> " -f " + PROJECT.resolve(part.split(" ")[1]))
                .collect(Collectors.joining());
        for (ShellCommand command : notRun()) {
            if (command.text().startsWith("docker compose ")) {
                String files = named.apply(command.text());
                assertThat(ended(
                                scratch,
                                "bash",
                                "-c",
                                "docker-compose" + (files.isEmpty() ? " -f " + PROJECT + "/docker-compose.yml" : files)
                                        + " config --quiet"))
                        .as("%s", command)
                        .isEmpty();
            }
        }
    }

    /** What it said where it did not end well; nothing where it did. */
    private static String ended(Path directory, String... command) throws Exception {
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes());
        return process.waitFor() == 0 ? "" : "exit " + process.exitValue() + ": " + said;
    }
}
