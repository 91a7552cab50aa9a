package dev.cssc.local.configuration;

import com.sun.source.tree.ParameterizedTypeTree;
import com.sun.source.tree.Tree;

/**
 * What a method of a configuration interface answers.
 *
 * @param element simple name of what is in the innermost container
 * @param optional whether nothing need be set
 * @param byName whether there are several, under names of the operator's choice
 * @param several whether it takes several values
 */
record KeyType(String element, boolean optional, boolean byName, boolean several) {
    static KeyType of(Tree type) {
        if (type instanceof ParameterizedTypeTree generic) {
            KeyType inner = of(generic.getTypeArguments().getLast());
            return switch (generic.getType().toString()) {
                case "Optional" -> new KeyType(inner.element, true, inner.byName, inner.several);
                case "Map" -> new KeyType(inner.element, true, true, inner.several);
                case "List", "Set" -> new KeyType(inner.element, false, inner.byName, true);
                default ->
                    throw new IllegalStateException("a key answers " + type + ", which the reference does not know");
            };
        }
        String name = type.toString();
        return switch (name) {
            case "OptionalInt", "OptionalLong" -> new KeyType("int", true, false, false);
            default -> new KeyType(name, false, false, false);
        };
    }

    /** What is to be written, in words. */
    String words() {
        String one = switch (element) {
            case "String" -> "text";
            case "boolean" -> "`true`, `false`";
            case "int", "long", "short" -> "whole number";
            case "double", "BigDecimal" -> "number";
            case "Duration" -> "duration";
            case "MemorySize" -> "size";
            case "Path" -> "path";
            case "URI" -> "address";
            default ->
                throw new IllegalStateException("a key answers " + element + ", which the reference does not know");
        };
        return several ? one + ", several" : one;
    }
}
