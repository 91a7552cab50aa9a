package dev.cssc.common.testing.document;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A document for people, in Markdown.
 *
 * @param name its path within the project
 * @param lines as they stand
 */
public record Document(String name, List<String> lines) {
    /** Made of the commands themselves, and compared with them by another test. */
    private static final String GENERATED = "docs/cli-reference.md";

    public Document {
        lines = List.copyOf(lines);
    }

    /** All that people read, in the order in which they do: the README first, then {@code docs} by name. */
    public static List<Document> of(Path project) throws IOException {
        List<Document> documents = new ArrayList<>();
        documents.add(read(project, project.resolve("README.md")));
        for (String directory : List.of("docs", "deploy")) {
            try (Stream<Path> files = Files.walk(project.resolve(directory))) {
                for (Path file : files.filter(found -> found.toString().endsWith(".md"))
                        .sorted()
                        .toList()) {
                    documents.add(read(project, file));
                }
            }
        }
        documents.add(read(project, project.resolve("CONTRIBUTING.md")));
        documents.add(read(project, project.resolve("CHANGELOG.md")));
        documents.removeIf(document -> document.name().equals(GENERATED));
        return documents;
    }

    private static Document read(Path project, Path file) throws IOException {
        return new Document(project.relativize(file).toString(), Files.readAllLines(file));
    }

    /** Its blocks of code: those between fences, and those that are indented by four blanks behind an empty line. */
    public List<CodeBlock> blocks() {
        List<CodeBlock> blocks = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            int end = i + 1;
            if (line.strip().startsWith("```")) {
                while (end < lines.size() && !lines.get(end).strip().equals("```")) {
                    end++;
                }
                String language = line.strip().substring(3).strip();
                blocks.add(new CodeBlock(name, i + 2, language, lines.subList(i + 1, end)));
                i = end;
            } else if (line.startsWith("    ")
                    && !line.isBlank()
                    && (i == 0 || lines.get(i - 1).isBlank())) {
                while (isIndented(end)) {
                    end++;
                }
                blocks.add(new CodeBlock(name, i + 1, "", lines.subList(i, end)));
                i = end - 1;
            }
        }
        return blocks;
    }

    /** Whether an indented block goes on there: empty lines belong to it where it goes on behind them. */
    private boolean isIndented(int line) {
        int next = line;
        while (next < lines.size() && lines.get(next).isBlank()) {
            next++;
        }
        return next < lines.size() && lines.get(next).startsWith("    ");
    }

    /** What its blocks for a shell have people type, in order. */
    public List<ShellCommand> commands() {
        return blocks().stream()
                .filter(CodeBlock::isShell)
                .flatMap(block -> block.commands().stream())
                .toList();
    }

    /** Its lines outside of blocks, an empty one in the place of each line of a block, so that they keep their numbers. */
    public List<String> prose() {
        List<String> prose = new ArrayList<>(lines);
        for (CodeBlock block : blocks()) {
            for (int i = 0; i < block.lines().size(); i++) {
                prose.set(block.line() - 1 + i, "");
            }
        }
        return prose;
    }
}
