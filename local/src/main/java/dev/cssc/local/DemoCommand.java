package dev.cssc.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cssc.cli.command.CliException;
import dev.cssc.cli.command.ExitCode;
import dev.cssc.cli.output.Json;
import dev.cssc.cli.run.RunProgress;
import dev.cssc.cli.service.Patience;
import dev.cssc.cli.service.TriggerApi;
import dev.cssc.common.embedded.DebianImage;
import dev.cssc.common.embedded.DebianRelease;
import dev.cssc.common.embedded.ImageBuild;
import dev.cssc.common.failure.FailureException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Shows the whole way on a real image: brings the stack up, makes a vulnerable image, patches it, and says what was done. */
@Command(
        name = "demo",
        description =
                "Bring the local stack up, make a real image with pending security updates, and watch it being patched.")
final class DemoCommand extends StackCommand {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String WORKFLOW = "demo";
    private static final String REPOSITORY = "demo/debian";
    private static final String TAG = "12";
    private static final Duration LIMIT = Duration.ofMinutes(30);

    @Mixin
    private StackOptions options = new StackOptions();

    @Option(
            names = "--example-database",
            description =
                    "With Trivy: write a vulnerability database from what Debian says of the example image, and serve it"
                            + " from the stack's registry. For machines that cannot download one; takes Go.")
    private boolean exampleDatabase;

    @Option(names = "--down", description = "Stop the stack at the end.")
    private boolean down;

    @ArgGroup(exclusive = false)
    private @Nullable DemoTarget target;

    /** The run that was started; read by the thread that tells of an interruption. */
    private volatile String run = "";

    @Override
    public Integer call() {
        if (target != null) {
            refuseOptionsOfTheLocalStack();
            return demonstrate(target.place(), target::image);
        }
        return onLocalStack();
    }

    /** What would have no effect was meant to have one. */
    private void refuseOptionsOfTheLocalStack() {
        List<String> given = new ArrayList<>(options.given());
        if (exampleDatabase) {
            given.add("--example-database");
        }
        if (down) {
            given.add("--down");
        }
        if (!given.isEmpty()) {
            throw new CliException(
                    ExitCode.INVALID,
                    String.join(", ", given)
                            + (given.size() == 1 ? " is" : " are")
                            + " for the local stack; with --url nothing is started or stopped, and the services have"
                            + " their own settings.");
        }
    }

    private int onLocalStack() {
        Stack stack = stack();
        StackSettings settings;
        try (StackLock lock = StackLock.take(stack.home());
                Interruption interruption = telling(stack, "demo")) {
            settings = settle(stack, options);
            new SystemPackages(this::say).ensure(SystemPackages.forDemo());
            if (stack.isReady(EnumSet.allOf(Part.class))) {
                say("The stack is up already.");
            }
            if (exampleDatabase && usesOwnDatabase(settings)) {
                bringUp(stack, EnumSet.of(Part.REGISTRY), settings);
                ExampleDatabase.publish(
                        settings.address(Part.REGISTRY) + "/" + ExampleDatabase.NAME, List.of(), List.of(), this::say);
            }
            bringUp(stack, EnumSet.allOf(Part.class), settings);
        }
        try (Interruption interruption = Interruption.telling(System.err, this::staysRunning)) {
            return demonstrate(
                    new DemoPlace.LocalStack(settings, !down),
                    () -> DebianImage.of(DebianRelease.ofThisMachine(DebianRelease.BOOKWORM), this::say));
        } finally {
            if (down) {
                try (StackLock lock = StackLock.take(stack.home())) {
                    takeDown(stack);
                    say("The stack is down. Its data stays in " + stack.home().directory() + ".");
                }
            }
        }
    }

    @Override
    StackSettings settleAnew(Stack stack, StackOptions stackOptions) {
        if (exampleDatabase) {
            ExampleDatabase.checkPossible();
        }
        return stackOptions.settle(
                stack.home(), exampleDatabase ? Optional.of(ExampleDatabase.NAME) : Optional.empty(), this::say);
    }

    /** What a running stack was started with may be something else, or another engine. */
    private static boolean usesOwnDatabase(StackSettings settings) {
        return settings.engines()
                .trivy()
                .flatMap(TrivyDatabase.Present::repository)
                .filter(name -> name.equals(settings.address(Part.REGISTRY) + "/" + ExampleDatabase.NAME))
                .isPresent();
    }

    private String staysRunning() {
        return (run.isEmpty()
                        ? "The stack stays up."
                        : "The stack stays up and run " + run + " goes on; see 'cssc run events " + run + "'.")
                + " 'cssc down' stops the stack.";
    }

    private int demonstrate(DemoPlace place, Supplier<ImageBuild> image) {
        try {
            return patchTheImage(place, image);
        } catch (FailureException e) {
            spec().commandLine()
                    .getErr()
                    .println(
                            "cssc: " + e.failure().detail() + " [" + e.failure().reason() + "]");
            return ExitCode.FAILURE;
        }
    }

    private int patchTheImage(DemoPlace place, Supplier<ImageBuild> vulnerable) {
        String registry = place.registry();
        String name = registry + "/" + REPOSITORY + ":" + TAG;
        provideImage(registry, name, vulnerable);

        TriggerApi api = new TriggerApi(URI.create(place.triggerUrl()));
        provideWorkflow(api, registry);
        JsonNode started = api.runWorkflow(WORKFLOW);
        run = Json.text(started, "id");
        say("Run " + run + " of workflow '" + WORKFLOW + "':");
        RunProgress.Seen seen = new RunProgress(api, new Patience(this::say), this::say).follow(run, LIMIT);

        DemoReport report = new DemoReport(place, name, run);
        Optional<JsonNode> image = Json.list(api.runImages(run), "images").stream()
                .filter(candidate -> Json.text(candidate, "name").equals(name))
                .findFirst();
        say("");
        report.lines(seen, image, Json.list(api.image(name), "images")).forEach(this::say);
        return report.endedWell(seen, image) ? ExitCode.OK : ExitCode.FAILURE;
    }

    private void provideImage(String registry, String name, Supplier<ImageBuild> vulnerable) {
        if (RegistryTags.has(registry, REPOSITORY, TAG)) {
            say("The image " + name + " is in the registry already.");
            return;
        }
        String digest = vulnerable.get().push(registry, REPOSITORY, TAG);
        say("Pushed " + name + " (" + Json.shortDigest(digest) + "), a Debian 12 without its security updates");
    }

    private void provideWorkflow(TriggerApi api, String registry) {
        Optional<JsonNode> existing = api.findWorkflow(WORKFLOW);
        if (existing.isEmpty()) {
            api.createWorkflow(workflow(registry));
            say("Created workflow '" + WORKFLOW + "': every day, " + REPOSITORY + ":" + TAG);
        } else if (!Json.text(existing.get(), "registry").equals(registry)) {
            api.updateWorkflow(WORKFLOW, workflow(registry));
            say("Workflow '" + WORKFLOW + "' now looks at " + registry);
        }
    }

    /** The policy is ACR's document as it stands in its documentation. */
    private static JsonNode workflow(String registry) {
        ObjectNode policy = JSON.createObjectNode();
        policy.put("version", "v1");
        policy.put("tag-convention", "incremental");
        ObjectNode repository = policy.putArray("repositories").addObject();
        repository.put("repository", REPOSITORY);
        repository.putArray("tags").add(TAG);
        repository.put("enabled", true);

        ObjectNode workflow = JSON.createObjectNode();
        workflow.put("name", WORKFLOW);
        workflow.put("registry", registry);
        workflow.put("schedule", "1d");
        workflow.set("policy", policy);
        workflow.put("runImmediately", false);
        return workflow;
    }
}
