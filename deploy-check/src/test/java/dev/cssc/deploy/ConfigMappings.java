package dev.cssc.deploy;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ParameterizedTypeTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** The keys that the configuration interfaces among some sources read, from the syntax tree that javac makes of them. */
final class ConfigMappings {
    private final Map<String, ClassTree> interfaces = new TreeMap<>();

    private ConfigMappings() {}

    /** All keys, in dots and dashes; a map's key is written {@code *}. */
    static Set<String> keys(List<Path> sources) {
        ConfigMappings mappings = new ConfigMappings();
        mappings.read(sources.stream()
                .filter(source -> Sources.text(source).contains("interface "))
                .toList());
        Set<String> keys = new TreeSet<>();
        for (ClassTree candidate : mappings.interfaces.values()) {
            annotation(candidate.getModifiers().getAnnotations(), "ConfigMapping")
                    .ifPresent(prefix -> mappings.add(keys, prefix, candidate));
        }
        return keys;
    }

    /** The environment variable of a key, by SmallRye Config's rule; {@code *} is left. */
    static String variable(String key) {
        return key.replaceAll("[^A-Za-z0-9*]", "_").toUpperCase(Locale.ROOT);
    }

    private void read(List<Path> sources) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (var files = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task = (JavacTask) compiler.getTask(
                    null, files, null, List.of("-proc:none"), null, files.getJavaFileObjectsFromPaths(sources));
            for (var unit : task.parse()) {
                new TreeScanner<Void, Void>() {
                    @Override
                    public Void visitClass(ClassTree type, Void nothing) {
                        if (type.getKind() == Tree.Kind.INTERFACE) {
                            interfaces.put(type.getSimpleName().toString(), type);
                        }
                        return super.visitClass(type, nothing);
                    }
                }.scan(unit, null);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void add(Set<String> keys, String prefix, ClassTree mapping) {
        for (Tree member : mapping.getMembers()) {
            if (!(member instanceof MethodTree method)) {
                continue;
            }
            var annotations = method.getModifiers().getAnnotations();
            boolean parent = annotations.stream()
                    .anyMatch(each -> each.getAnnotationType().toString().equals("WithParentName"));
            String own = annotation(annotations, "WithName")
                    .orElseGet(() -> kebab(method.getName().toString()));
            List<String> types = types(method.getReturnType());
            String key = (parent ? prefix : prefix + "." + own) + (types.contains("Map") ? ".*" : "");
            types.stream()
                    .filter(interfaces::containsKey)
                    .findFirst()
                    .ifPresentOrElse(group -> add(keys, key, interfaces.get(group)), () -> keys.add(key));
        }
    }

    /** The simple names of a type and its arguments. */
    private static List<String> types(Tree type) {
        List<String> names = new ArrayList<>();
        if (type instanceof ParameterizedTypeTree generic) {
            names.add(generic.getType().toString());
            generic.getTypeArguments().forEach(argument -> names.addAll(types(argument)));
        } else {
            names.add(type.toString());
        }
        return names;
    }

    private static Optional<String> annotation(List<? extends AnnotationTree> annotations, String name) {
        return annotations.stream()
                .filter(each -> each.getAnnotationType().toString().equals(name))
                .flatMap(each -> each.getArguments().stream())
                .map(argument -> argument instanceof AssignmentTree named ? named.getExpression() : argument)
                .map(value -> ((LiteralTree) value).getValue().toString())
                .findFirst();
    }

    private static String kebab(String camel) {
        return camel.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }
}
