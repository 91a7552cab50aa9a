package dev.cssc.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A container file of {@code deploy/}, as far as tests look at it.
 *
 * @param arguments those before the first stage, with what they are where nobody says otherwise
 * @param stages by name
 */
record ContainerFile(Map<String, String> arguments, Map<String, Stage> stages) {
    /** Names of all there are. */
    static final List<String> CONTAINER_FILES = List.of("Containerfile.jvm", "Containerfile.native");

    /**
     * A stage.
     *
     * @param base as it is written
     * @param instructions each in one line
     */
    record Stage(String base, List<String> instructions) {
        /** What instructions of this name say. */
        Stream<String> all(String instruction) {
            return instructions.stream()
                    .filter(line -> line.startsWith(instruction + " "))
                    .map(line -> line.substring(instruction.length() + 1).strip());
        }
    }

    /** Where the file of that name is. */
    static Path path(String name) {
        return Helm.PROJECT.resolve("deploy").resolve(name);
    }

    static ContainerFile read(String name) throws IOException {
        String text = Files.readString(path(name)).replaceAll("(?m)^#.*\n", "").replace("\\\n", " ");
        Map<String, String> arguments = new LinkedHashMap<>();
        Map<String, Stage> stages = new LinkedHashMap<>();
        List<String> instructions = new ArrayList<>();
        for (String line : text.lines().filter(line -> !line.isBlank()).toList()) {
            if (line.startsWith("FROM ")) {
                String[] words = line.split(" +", -1);
                instructions = new ArrayList<>();
                stages.put(words[3], new Stage(words[1], instructions));
            } else if (stages.isEmpty()) {
                String[] argument = line.substring("ARG ".length()).split("=", 2);
                arguments.put(argument[0], argument[1]);
            } else {
                instructions.add(line.strip());
            }
        }
        return new ContainerFile(arguments, stages);
    }

    /** What the stage is made from in the end, by way of other stages of this file. */
    List<Stage> lineage(String stage) {
        List<Stage> lineage = new ArrayList<>();
        for (String name = stage;
                stages.containsKey(name);
                name = resolved(stages.get(name).base())) {
            lineage.add(stages.get(name));
        }
        return lineage;
    }

    /** With arguments as they are where nobody says otherwise. */
    String resolved(String written) {
        String text = written;
        for (Map.Entry<String, String> argument : arguments.entrySet()) {
            text = text.replace("${" + argument.getKey() + "}", argument.getValue());
        }
        return text;
    }
}
