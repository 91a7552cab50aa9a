package dev.cssc.local.configuration;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** The environment variables that the services' configuration interfaces read. */
public final class MappedVariables {
    private final List<Pattern> patterns;

    private MappedVariables(List<Pattern> patterns) {
        this.patterns = patterns;
    }

    /** Those of all services of the project. */
    public static MappedVariables of(Path project) throws IOException {
        return new MappedVariables(
                ConfigurationSources.of(project, ServiceProperties.of(project).allModules()).mappings().stream()
                        .flatMap(mapping -> mapping.keys().stream())
                        .filter(key -> !key.group())
                        .map(key -> Pattern.compile(key.variable().replaceAll("<[^>]+>", "[A-Z0-9]+")))
                        .toList());
    }

    /** True where a key has that variable, with something in the place of what the operator chooses. */
    public boolean has(String variable) {
        return patterns.stream().anyMatch(key -> key.matcher(variable).matches());
    }
}
