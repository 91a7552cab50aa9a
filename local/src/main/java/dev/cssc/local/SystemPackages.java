package dev.cssc.local;

import dev.cssc.cli.command.CliException;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Programs that come with the system: looked for, and where they are missing installed by root or named with the command to run. */
final class SystemPackages {
    private final Consumer<String> announce;

    SystemPackages(Consumer<String> announce) {
        this.announce = announce;
    }

    /** Programs the stack needs, with the Debian package each comes from. */
    static Map<String, String> forStack(StackSettings.Engines engines) {
        Map<String, String> needed = new LinkedHashMap<>();
        needed.put("docker-registry", "docker-registry");
        needed.put("setsid", "util-linux");
        if ("package-manager".equals(engines.scan()) || "buildah".equals(engines.patch())) {
            needed.put("buildah", "buildah");
        }
        return needed;
    }

    /** Programs that making the example image needs. */
    static Map<String, String> forDemo() {
        return Map.of("debootstrap", "debootstrap");
    }

    /**
     * Makes sure that the programs are there.
     *
     * @throws CliException with the command to run, where they are not and cannot be installed from here
     */
    void ensure(Map<String, String> packagesByProgram) {
        Set<String> missing = new TreeSet<>();
        packagesByProgram.forEach((program, debian) -> {
            if (!MachineTools.isOnPath(program)) {
                missing.add(debian);
            }
        });
        if (missing.isEmpty()) {
            return;
        }
        String names = String.join(" ", missing);
        if (!"root".equals(System.getProperty("user.name")) || !MachineTools.isOnPath("apt-get")) {
            throw new CliException("Missing on this machine: " + names + ". Install them and try again:\n"
                    + "  sudo apt-get install --yes --no-install-recommends " + names);
        }
        announce.accept("Installing from this machine's apt sources: " + names);
        run(List.of("apt-get", "update", "--quiet"));
        List<String> install =
                new ArrayList<>(List.of("apt-get", "install", "--quiet", "--yes", "--no-install-recommends"));
        install.addAll(missing);
        run(install);
    }

    private static void run(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
        builder.environment().put("DEBIAN_FRONTEND", "noninteractive");
        try {
            int ended = builder.start().waitFor();
            if (ended != 0) {
                throw new CliException(
                        "'" + String.join(" ", command) + "' ended with " + ended + "; its own words stand above.");
            }
        } catch (IOException e) {
            throw new CliException("'" + String.join(" ", command) + "' cannot be run: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CliException("Interrupted while installing packages.");
        }
    }
}
