package dev.cssc.local.configuration;

import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The values of an enum as they are written in a configuration.
 *
 * @param names what may be written
 * @param meanings what the constants' comments say, to stand behind the key's own; empty where they have none
 */
record Choices(String names, String meanings) {
    static Choices of(ConfigurationSources.Declared type) {
        List<VariableTree> constants = type.tree().getMembers().stream()
                .filter(member -> member.getKind() == Tree.Kind.VARIABLE)
                .map(VariableTree.class::cast)
                .toList();
        String names = constants.stream().map(Choices::written).collect(Collectors.joining(", "));
        String meanings = constants.stream()
                .map(constant -> type.comment(constant)
                        .map(comment -> " " + written(constant) + ": " + comment)
                        .orElse(""))
                .collect(Collectors.joining());
        return new Choices(names, meanings);
    }

    /** Quarkus takes the constants in lower case with hyphens. */
    private static String written(VariableTree constant) {
        return "`" + constant.getName().toString().toLowerCase(Locale.ROOT).replace('_', '-') + "`";
    }
}
