package dev.cssc.local;

import dev.cssc.common.embedded.ServiceAddresses;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How a part is started.
 *
 * @param command the argument vector
 * @param environment what is set beside this process's own environment
 */
record Launch(List<String> command, Map<String, String> environment) {
    Launch {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }

    static Launch of(Part part, StackHome home, StackSettings settings) {
        return switch (part) {
            case POSTGRES, KAFKA -> ofHost(part, home, settings);
            case REGISTRY ->
                new Launch(
                        List.of(
                                "docker-registry",
                                "serve",
                                RegistryConfiguration.write(home, settings).toString()),
                        Map.of());
            case TRIGGER, SCAN, PATCH -> ofService(part, home, settings);
        };
    }

    private static Launch ofHost(Part part, StackHome home, StackSettings settings) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(javaOptions(192));
        command.addAll(List.of(
                "--enable-native-access=ALL-UNNAMED",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                "-Dorg.slf4j.simpleLogger.showDateTime=true",
                "-cp",
                home.program("local") + "/*",
                PartMain.class.getName(),
                part.title(),
                home.data(part).toString(),
                String.valueOf(settings.port(part)),
                home.readyFile(part).toString()));
        return new Launch(command, Map.of());
    }

    private static Launch ofService(Part part, StackHome home, StackSettings settings) {
        Map<String, String> environment =
                new LinkedHashMap<>(ServiceSettings.of(home.serviceSettings()).unlessIn(System.getenv()));
        environment.putAll(serviceEnvironment(part, home, settings));
        return new Launch(settings.build().start(home.program(part.title()), 256), environment);
    }

    /** For what somebody waits for, and that has little to do afterwards: without the best compiler a service starts in half the time. */
    static List<String> javaOptions(int heapMegabytes) {
        return List.of("-Xmx" + heapMegabytes + "m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
    }

    /** The services are configured by environment variables, as in a container. */
    static Map<String, String> serviceEnvironment(Part part, StackHome home, StackSettings settings) {
        Map<String, String> environment = new LinkedHashMap<>(new ServiceAddresses(
                        settings.databaseUrl(),
                        "postgres",
                        "postgres",
                        settings.address(Part.KAFKA),
                        settings.port(part))
                .environment());
        environment.put("CSSC_REGISTRIES_LOCAL_HOST", settings.address(Part.REGISTRY));
        environment.put("CSSC_REGISTRIES_LOCAL_SCHEME", "http");
        environment.put("CSSC_REGISTRIES_LOCAL_ALLOW_PRIVATE_ADDRESS", "true");
        environment.put("CSSC_SECRETS_DIRECTORY", home.secrets().toString());
        environment.put("CSSC_SCAN_ENGINE", settings.engines().scan());
        environment.put("CSSC_PATCH_ENGINE", settings.engines().patch());
        settings.engines().buildkit().ifPresent(address -> environment.put("CSSC_PATCH_COPA_ADDRESS", address));
        if (part == Part.SCAN) {
            settings.engines().trivy().ifPresent(database -> {
                environment.put(
                        "CSSC_SCAN_TRIVY_CACHE_DIRECTORY", database.cache().toString());
                environment.put("CSSC_SCAN_TRIVY_SKIP_DB_UPDATE", String.valueOf(!database.renewable()));
                database.repository()
                        .ifPresent(repository -> environment.put("CSSC_SCAN_TRIVY_DB_REPOSITORY", repository));
            });
            environment.put("CSSC_SCAN_WORK_DIRECTORY", home.work(part).toString());
        }
        if (part == Part.PATCH) {
            environment.put("CSSC_PATCH_WORK_DIRECTORY", home.work(part).toString());
        }
        return environment;
    }
}
