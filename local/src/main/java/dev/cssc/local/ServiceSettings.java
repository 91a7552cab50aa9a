package dev.cssc.local;

import dev.cssc.cli.command.CliException;
import dev.cssc.cli.command.ExitCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What somebody wants of the services of a stack beyond addresses and engines, kept in a file so that it holds after the next start as well: a
 * line {@code NAME=value} each, as of an environment; empty lines and those that begin with {@code #} say nothing.
 *
 * @param values by the names of environment variables
 */
record ServiceSettings(Map<String, String> values) {
    private static final Pattern LINE = Pattern.compile("([A-Z][A-Z0-9_]*)=(.*)");

    /**
     * As the file has them; none where there is no file.
     *
     * @throws CliException where the file cannot be read, or a line is of another form
     */
    static ServiceSettings of(Path file) {
        if (!Files.exists(file)) {
            return new ServiceSettings(Map.of());
        }
        try {
            Map<String, String> values = new LinkedHashMap<>();
            List<String> lines = Files.readAllLines(file);
            for (int number = 1; number <= lines.size(); number++) {
                String line = lines.get(number - 1).strip();
                if (line.isEmpty() || line.startsWith("#")) {
                    continue;
                }
                Matcher setting = LINE.matcher(line);
                if (!setting.matches()) {
                    throw new CliException(
                            ExitCode.INVALID,
                            "Line " + number + " of " + file + " is no setting; expected NAME=value with a name such as"
                                    + " CSSC_PATCH_STAGING (docs/configuration.md has them all).");
                }
                values.put(setting.group(1), setting.group(2));
            }
            return new ServiceSettings(values);
        } catch (IOException e) {
            throw new CliException(file + " cannot be read: " + e);
        }
    }

    /** Those that the environment of the command does not have: what is said for one start goes before what is kept. */
    Map<String, String> unlessIn(Map<String, String> environment) {
        return values.entrySet().stream()
                .filter(setting -> !environment.containsKey(setting.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}
