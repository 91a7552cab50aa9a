package dev.cssc.local;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The environment variables that our configuration interfaces read, from their compiled form; a map's key is written {@code *}. */
final class EnvironmentKeys {
    private static final String MAPPING = "io.smallrye.config.ConfigMapping";
    private static final String WITH_NAME = "io.smallrye.config.WithName";
    private static final String WITH_PARENT_NAME = "io.smallrye.config.WithParentName";

    private EnvironmentKeys() {}

    static Set<String> known(Collection<JavaClass> classes) {
        Set<String> keys = new TreeSet<>();
        for (JavaClass candidate : classes) {
            if (candidate.isAnnotatedWith(MAPPING)) {
                String prefix = candidate
                        .getAnnotationOfType(MAPPING)
                        .get("prefix")
                        .map(Object::toString)
                        .orElse("");
                add(keys, prefix, candidate);
            }
        }
        return keys.stream().map(EnvironmentKeys::variable).collect(Collectors.toCollection(TreeSet::new));
    }

    private static void add(Set<String> keys, String prefix, JavaClass mapping) {
        for (JavaMethod method : mapping.getMethods()) {
            String own = method.isAnnotatedWith(WITH_NAME)
                    ? method.getAnnotationOfType(WITH_NAME)
                            .get("value")
                            .orElseThrow()
                            .toString()
                    : kebab(method.getName());
            String name = method.isAnnotatedWith(WITH_PARENT_NAME) ? prefix : prefix + "." + own;
            boolean map = method.getRawReturnType().isEquivalentTo(Map.class);
            String key = map ? name + ".*" : name;
            method.getReturnType().getAllInvolvedRawTypes().stream()
                    .filter(type -> type.isInterface() && type.getPackageName().startsWith("dev.cssc"))
                    .findFirst()
                    .ifPresentOrElse(group -> add(keys, key, group), () -> keys.add(key));
        }
    }

    private static String kebab(String camel) {
        return camel.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }

    /** SmallRye Config's rule: every character that is no letter and no digit becomes an underscore, letters become capital. */
    private static String variable(String key) {
        return key.replaceAll("[^A-Za-z0-9*]", "_").toUpperCase(Locale.ROOT);
    }

    /** True where one of the keys, with its stars filled in, is the variable. */
    static boolean isKnown(String variable, Set<String> keys) {
        return keys.stream().anyMatch(key -> variable.matches(key.replace("*", "[A-Z0-9]+")));
    }
}
