package dev.cssc.local;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Where the demonstration takes place. */
sealed interface DemoPlace {
    /** {@code host:port} of the registry, as the services call it; it speaks plain HTTP. */
    String registry();

    /** {@code http://host:port} of the trigger service. */
    String triggerUrl();

    /** Scan engine and patch engine, where they are known. */
    Optional<String> engines();

    /** What to type next, after the image was patched. */
    List<String> afterPatch(String name, String run, String patched);

    /** Where to look after the image, or the run, failed. */
    List<String> afterFailure(String run);

    /**
     * The stack that this command brought up.
     *
     * @param staysUp whether commands that need it can be typed afterwards
     */
    record LocalStack(StackSettings settings, boolean staysUp) implements DemoPlace {
        @Override
        public String registry() {
            return settings.address(Part.REGISTRY);
        }

        @Override
        public String triggerUrl() {
            return settings.url(Part.TRIGGER);
        }

        @Override
        public Optional<String> engines() {
            return Optional.of(
                    settings.engines().scan() + ", " + settings.engines().patch());
        }

        /** Only commands whose program is here. */
        @Override
        public List<String> afterPatch(String name, String run, String patched) {
            if (!staysUp) {
                return List.of("Look further:  ./cssc up, then ./cssc image show " + name);
            }
            List<String> lines = new ArrayList<>(List.of("Look further:"));
            if (MachineTools.isOnPath("skopeo")) {
                lines.add("  skopeo inspect --tls-verify=false docker://" + patched);
            }
            if (MachineTools.isOnPath("crane")) {
                lines.add("  crane manifest --insecure " + patched);
            }
            lines.addAll(List.of(
                    "  curl -s " + triggerUrl() + "/api/v1/runs/" + run + "/events",
                    "  ./cssc image show " + name,
                    "  ./cssc run events " + run,
                    "  ./cssc demo      again: says why nothing is due",
                    "  ./cssc down      stops the stack; its data stays"));
            return lines;
        }

        @Override
        public List<String> afterFailure(String run) {
            List<String> lines = new ArrayList<>();
            if (staysUp) {
                lines.add("  ./cssc run events " + run);
            }
            lines.add("  the services' logs, in the directory logs of the stack's data");
            return lines;
        }
    }

    /**
     * Services that ran before.
     *
     * @param called how a person calls this command there, for example {@code docker compose run --rm demo}
     */
    record RunningStack(String triggerUrl, String registry, String called) implements DemoPlace {
        @Override
        public Optional<String> engines() {
            return Optional.empty();
        }

        @Override
        public List<String> afterPatch(String name, String run, String patched) {
            return List.of(
                    "Look further:",
                    "  " + called + " image show " + name,
                    "  " + called + " run events " + run,
                    "  " + called + "      again: says why nothing is due");
        }

        @Override
        public List<String> afterFailure(String run) {
            return List.of("  " + called + " run events " + run, "  the services' logs");
        }
    }
}
