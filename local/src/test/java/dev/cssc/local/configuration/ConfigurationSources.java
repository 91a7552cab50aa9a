package dev.cssc.local.configuration;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * The interfaces with {@code @ConfigMapping}, read from their sources by the JDK's compiler: only these have the comments. Names are taken as
 * SmallRye Config takes them; what it does with annotations that no interface of ours has is not known here.
 */
final class ConfigurationSources {
    private final List<Declared> declared = new ArrayList<>();

    /** What keys no comment has; empty where all is well. */
    private final List<String> undocumented = new ArrayList<>();

    /** A type and what its comments and those of its members are found by. */
    record Declared(ClassTree tree, TreePath path, DocTrees comments, String module) {
        String name() {
            return tree.getSimpleName().toString();
        }

        Optional<String> comment(Tree member) {
            TreePath where = member == tree ? path : new TreePath(path, member);
            return Optional.ofNullable(comments.getDocCommentTree(where))
                    .map(JavadocText::of)
                    .filter(text -> !text.isBlank());
        }

        String file() {
            return Path.of(path.getCompilationUnit().getSourceFile().getName())
                    .getFileName()
                    .toString();
        }
    }

    private ConfigurationSources() {}

    /** Reads what of these modules' main sources has to do with configuration. */
    static ConfigurationSources of(Path project, List<String> modules) throws IOException {
        ConfigurationSources sources = new ConfigurationSources();
        for (String module : modules) {
            Path java = project.resolve(module).resolve("src/main/java");
            if (Files.isDirectory(java)) {
                sources.read(module, java);
            }
        }
        return sources;
    }

    private void read(String module, Path java) throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(java)) {
            files = walk.filter(file -> file.toString().endsWith(".java"))
                    .filter(ConfigurationSources::configures)
                    .sorted()
                    .toList();
        }
        if (files.isEmpty()) {
            return;
        }
        var compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            JavacTask task = (JavacTask) compiler.getTask(
                    null, manager, null, List.of("-proc:none"), null, manager.getJavaFileObjectsFromPaths(files));
            DocTrees comments = DocTrees.instance(task);
            for (CompilationUnitTree unit : task.parse()) {
                new TreePathScanner<Void, Void>() {
                    @Override
                    public Void visitClass(ClassTree tree, Void nothing) {
                        declared.add(new Declared(tree, getCurrentPath(), comments, module));
                        return super.visitClass(tree, nothing);
                    }
                }.scan(unit, null);
            }
        }
    }

    private static boolean configures(Path file) {
        try {
            return Files.readString(file).contains("import io.smallrye.config.");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All mappings by prefix, each with its keys in the order of their declaration. */
    List<ConfigurationMapping> mappings() {
        return declared.stream()
                .filter(type ->
                        annotation(type.tree().getModifiers(), "ConfigMapping").isPresent())
                .map(this::mapping)
                .sorted(Comparator.comparing(ConfigurationMapping::prefix))
                .toList();
    }

    /** The methods and interfaces without a comment, as far as {@link #mappings()} came by them. */
    List<String> undocumented() {
        return List.copyOf(undocumented);
    }

    private ConfigurationMapping mapping(Declared type) {
        String prefix = annotation(type.tree().getModifiers(), "ConfigMapping").orElseThrow();
        List<ConfigurationKey> keys = new ArrayList<>();
        addKeys(keys, type, prefix);
        return new ConfigurationMapping(type.module(), prefix, comment(type, type.tree(), type.name()), keys);
    }

    private void addKeys(List<ConfigurationKey> keys, Declared type, String prefix) {
        for (Tree member : type.tree().getMembers()) {
            if (member instanceof MethodTree method && method.getBody() == null) {
                ModifiersTree modifiers = method.getModifiers();
                String own = annotation(modifiers, "WithName")
                        .orElseGet(() -> kebab(method.getName().toString()));
                String name = present(modifiers, "WithParentName") ? prefix : prefix + "." + own;
                String meaning = comment(type, method, type.name() + "#" + method.getName());
                add(
                        keys,
                        type,
                        KeyType.of(method.getReturnType()),
                        name,
                        meaning,
                        annotation(modifiers, "WithDefault"));
            }
        }
    }

    private void add(
            List<ConfigurationKey> keys,
            Declared within,
            KeyType type,
            String name,
            String meaning,
            Optional<String> standard) {
        String full = type.byName() ? name + ".<name>" : name;
        Optional<Declared> ours = find(within, type.element());
        boolean group = ours.filter(found -> found.tree().getKind() == Tree.Kind.INTERFACE)
                .isPresent();
        boolean required = standard.isEmpty() && !type.optional();
        if (group) {
            keys.add(new ConfigurationKey(full + ".…", Optional.empty(), standard, false, meaning));
            addKeys(keys, ours.orElseThrow(), full);
        } else if (ours.isPresent()) {
            Choices choices = Choices.of(ours.get());
            keys.add(new ConfigurationKey(
                    full, Optional.of(choices.names()), standard, required, meaning + choices.meanings()));
        } else {
            keys.add(new ConfigurationKey(full, Optional.of(type.words()), standard, required, meaning));
        }
    }

    /** A type of ours by its simple name, the one of the same file first. */
    private Optional<Declared> find(Declared within, String name) {
        List<Declared> named = declared.stream()
                .filter(type -> type.name().equals(name))
                .sorted(Comparator.comparing(type -> !type.file().equals(within.file())))
                .toList();
        return named.stream().findFirst();
    }

    private String comment(Declared type, Tree member, String what) {
        return type.comment(member).orElseGet(() -> {
            undocumented.add(what);
            return "";
        });
    }

    private static boolean present(ModifiersTree modifiers, String name) {
        return modifiers.getAnnotations().stream()
                .anyMatch(
                        annotation -> annotation.getAnnotationType().toString().equals(name));
    }

    /** The only value of the annotation of that name. */
    private static Optional<String> annotation(ModifiersTree modifiers, String name) {
        for (AnnotationTree annotation : modifiers.getAnnotations()) {
            if (annotation.getAnnotationType().toString().equals(name)) {
                ExpressionTree value = annotation.getArguments().getFirst();
                ExpressionTree text = value instanceof AssignmentTree assigned ? assigned.getExpression() : value;
                if (text instanceof LiteralTree literal) {
                    return Optional.of(literal.getValue().toString());
                }
                throw new IllegalStateException(annotation + " is not written out, which a reader of it would want");
            }
        }
        return Optional.empty();
    }

    static String kebab(String camel) {
        return camel.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }
}
