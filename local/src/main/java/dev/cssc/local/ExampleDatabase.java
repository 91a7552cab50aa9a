package dev.cssc.local;

import dev.cssc.cli.command.CliException;
import dev.cssc.cli.command.ExitCode;
import dev.cssc.common.embedded.DebianRelease;
import dev.cssc.common.embedded.trivy.Advisory;
import dev.cssc.common.embedded.trivy.AdvisoryDatabase;
import dev.cssc.common.embedded.trivy.DatabaseWriter;
import dev.cssc.common.embedded.trivy.DebianAdvisories;
import dev.cssc.common.event.Severity;
import dev.cssc.common.failure.FailureException;
import dev.cssc.common.image.ImageReference;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Puts a vulnerability database into a registry of this machine, for trying Trivy out where none can be downloaded. */
@Command(
        name = "example-database",
        description =
                "Write a vulnerability database for Trivy and put it into a registry of this machine: what Debian's own"
                        + " security updates for the example image mend. Takes Go. A tag that is there is moved.")
final class ExampleDatabase extends StackCommand {
    /** Where the demonstration keeps it in the stack's registry. */
    static final String NAME = "trivy-db:2";

    @Parameters(
            arity = "0..1",
            paramLabel = "REPOSITORY",
            description = "HOST/REPOSITORY:TAG of a registry that speaks plain HTTP; default: trivy-db:2 in the local"
                    + " stack's.")
    private String repository = "";

    @Option(
            names = "--without",
            paramLabel = "SOURCE",
            split = ",",
            description =
                    "Leave out what is said of this source package, for example perl; so that the same command without"
                            + " the option brings a new advisory.")
    private List<String> without = new ArrayList<>();

    @Option(
            names = "--unfixed",
            paramLabel = "SOURCE=ID",
            split = ",",
            description = "Add a vulnerability of this source package that nothing mends yet, for example"
                    + " perl=CVE-2011-4116.")
    private List<String> unfixed = new ArrayList<>();

    @Override
    public Integer call() {
        String target = repository.isEmpty()
                ? stack().settings()
                                .map(settings -> settings.address(Part.REGISTRY))
                                .orElseThrow(() -> new CliException(
                                        ExitCode.INVALID,
                                        "No local stack is up; name a repository: HOST/REPOSITORY:TAG."))
                        + "/" + NAME
                : repository;
        publish(target, without, unfixed.stream().map(ExampleDatabase::unfixed).toList(), this::say);
        return ExitCode.OK;
    }

    private static Advisory unfixed(String option) {
        String[] parts = option.split("=", 2);
        if (parts.length != 2 || parts[0].isBlank() || parts[1].isBlank()) {
            throw new CliException(ExitCode.INVALID, "--unfixed is '" + option + "'; expected SOURCE=ID.");
        }
        return Advisory.unfixed(parts[0], parts[1], Severity.LOW);
    }

    /**
     * Writes the database and puts it under the name.
     *
     * @throws CliException where Go is missing, the name is none, or the registry does not take it
     */
    static void publish(String name, List<String> without, List<Advisory> more, Consumer<String> announce) {
        checkPossible();
        ImageReference target = reference(name);
        try {
            List<Advisory> known = new ArrayList<>(
                    DebianAdvisories.ofExampleImage(DebianRelease.ofThisMachine(DebianRelease.BOOKWORM), announce));
            known.removeIf(advisory -> without.contains(advisory.sourcePackage()));
            known.addAll(more);
            String digest = AdvisoryDatabase.of(known)
                    .push(
                            target.repository().registry(),
                            target.repository().path(),
                            target.tag().map(tag -> tag.value()).orElse("2"));
            announce.accept("Pushed a vulnerability database to " + name + " (" + digest.substring(0, 19) + "): "
                    + known.size() + " vulnerabilities of "
                    + known.stream().map(Advisory::sourcePackage).distinct().collect(Collectors.joining(", ")));
        } catch (FailureException e) {
            throw new CliException(e.failure().detail());
        } catch (IllegalStateException e) {
            throw new CliException("The example database cannot be made: " + e.getMessage());
        }
    }

    private static ImageReference reference(String name) {
        try {
            return ImageReference.parse(name);
        } catch (IllegalArgumentException e) {
            throw new CliException(
                    ExitCode.INVALID, "'" + name + "' is no HOST/REPOSITORY:TAG: " + e.getMessage() + ".");
        }
    }

    /** Refused before anything is started. */
    static void checkPossible() {
        if (!DatabaseWriter.isPossible()) {
            throw new CliException(
                    "The example database is written by a small Go program, and go is not on PATH. Install Go 1.25 or"
                            + " newer, or name a repository that has a database: --trivy-db-repository HOST/REPOSITORY:TAG.");
        }
    }
}
