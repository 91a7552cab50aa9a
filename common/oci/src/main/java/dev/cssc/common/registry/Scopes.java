package dev.cssc.common.registry;

import java.util.Arrays;
import java.util.Collection;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Scopes of tokens, {@code TYPE:NAME:ACTION[,ACTION…]} (distribution: token scope documentation). */
final class Scopes {
    private Scopes() {}

    /**
     * All that both ask for, one scope for each resource with its actions in the order of the alphabet: docker-registry writes them in any
     * order, so that the same scope would otherwise be asked for twice.
     */
    static Set<String> united(Collection<String> some, Collection<String> others) {
        var actions = new TreeMap<String, Set<String>>();
        Stream.concat(some.stream(), others.stream()).forEach(scope -> {
            // A name may hold a colon (host:port/name), actions do not.
            int end = scope.lastIndexOf(':');
            Set<String> ofResource =
                    actions.computeIfAbsent(scope.substring(0, Math.max(end, 0)), r -> new TreeSet<>());
            ofResource.addAll(Arrays.asList(scope.substring(end + 1).split(",")));
        });
        return actions.entrySet().stream()
                .map(e -> (e.getKey().isEmpty() ? "" : e.getKey() + ":") + String.join(",", e.getValue()))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
