package dev.cssc.bench;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Many due images through all three services: workflows are made and started over REST, their tags are read from a registry, and the load is
 * over when the trigger service calls every run finished. Engines and registry are stand-ins that take no time of their own, so that what is
 * measured is what the services do around them.
 */
final class ControlPlaneLoad {
    private static final int WORKFLOWS = 10;
    private static final int WARM_UP = 100;

    private final Scratch scratch;
    private final int images;
    private final Consumer<String> remark;

    ControlPlaneLoad(Scratch scratch, int images, Consumer<String> remark) {
        this.scratch = scratch;
        this.images = images;
        this.remark = remark;
    }

    /** The load of images that nobody knows, and of the same images when they are due again. */
    record Runs(LoadRun fresh, LoadRun again) {}

    Runs run() {
        try (StandInRegistry registry = StandInRegistry.start();
                ScaleStack stack = ScaleStack.start(scratch.resolve("load"))) {
            LoadWorkflows workflows = LoadWorkflows.in(registry, images, Math.min(WORKFLOWS, images));
            remark.accept("Starting the three services …");
            stack.start(services(registry));
            LoadWorkflows.Api api =
                    new LoadWorkflows.Api(stack.service("trigger-service").url());
            try (KafkaLag lag = new KafkaLag(stack.kafka())) {
                LoadWorkflows warmUp = LoadWorkflows.warmUp(registry, Math.min(WARM_UP, images));
                new LoadRound(stack, lag, warmUp, () -> warmUp.start(api), api).measured();
                remark.accept(images + " images of " + workflows.names().size() + " workflows become due …");
                LoadRun fresh = new LoadRound(stack, lag, workflows, () -> workflows.start(api), api).measured();
                remark.accept("The same images become due again …");
                return new Runs(
                        fresh, new LoadRound(stack, lag, workflows, () -> workflows.startAgain(api), api).measured());
            }
        }
    }

    private List<ScaleStack.Wanted> services(StandInRegistry registry) {
        Map<String, String> scan =
                new LinkedHashMap<>(StandInTrivy.in(scratch, "stand-in-trivy-of-load", Duration.ZERO, true)
                        .settings());
        scan.put("CSSC_SCAN_WORK_DIRECTORY", scratch.resolve("load-scan").toString());
        Map<String, String> patch =
                new LinkedHashMap<>(StandInCopa.in(scratch, registry).settings());
        patch.put("CSSC_PATCH_WORK_DIRECTORY", scratch.resolve("load-patch").toString());
        Map<String, String> trigger = new LinkedHashMap<>();
        List.of(scan, patch, trigger).forEach(settings -> settings.putAll(registry.settings("BENCH")));
        return List.of(
                new ScaleStack.Wanted("trigger-service", "trigger-service", trigger),
                new ScaleStack.Wanted("scan-service", "scan-service", scan),
                new ScaleStack.Wanted("patch-service", "patch-service", patch));
    }
}
