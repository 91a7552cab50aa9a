package dev.cssc.common.planning.takeover;

import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.FailureException;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.policy.Position;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A YAML document as plain values, each with its place. Nothing is made from the document but these: no type of Java's is ever named by
 * it. Every scalar is its text, as Go's reader gives it to a field of text ({@code 1.20} stays {@code 1.20}).
 */
sealed interface YamlTree {
    /** Most bytes of a document. */
    int LARGEST = 1024 * 1024;

    /** Where the value stands. */
    Position position();

    /** A value without parts; {@code isNull} where it is YAML's null. */
    record Scalar(String text, boolean isNull, Position position) implements YamlTree {}

    /** A list. */
    record Sequence(List<YamlTree> elements, Position position) implements YamlTree {}

    /** A map, in the document's order. */
    record Mapping(Map<String, YamlTree> members, Position position) implements YamlTree {}

    /**
     * Reads the one document of a text.
     *
     * @throws FailureException {@link ReasonCode#POLICY_INVALID} with line and column where it is no YAML, a key is written twice, or it
     *     grows beyond measure through aliases; {@link ReasonCode#TOO_LARGE} beyond {@link #LARGEST} bytes
     */
    static YamlTree read(byte[] text) {
        if (text.length > LARGEST) {
            throw Failure.of(
                            ReasonCode.TOO_LARGE,
                            "reading the YAML document: it has " + text.length + " bytes; at most " + LARGEST
                                    + " are read")
                    .toException();
        }
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(LARGEST);
        options.setMaxAliasesForCollections(50);
        options.setNestingDepthLimit(Reading.DEEPEST);
        options.setAllowRecursiveKeys(false);
        try {
            Node root = new Yaml(new SafeConstructor(options)).compose(new StringReader(decoded(text)));
            if (root == null) {
                throw invalid("it is empty");
            }
            return new Reading().value(root, 0);
        } catch (MarkedYAMLException e) {
            String where = e.getProblemMark() == null ? "" : Reading.position(e.getProblemMark()) + ": ";
            throw Failure.of(ReasonCode.POLICY_INVALID, "reading the YAML document: " + where + e.getProblem())
                    .toException(e);
        } catch (YAMLException e) {
            throw Failure.of(ReasonCode.POLICY_INVALID, "reading the YAML document: " + e.getMessage())
                    .toException(e);
        }
    }

    private static String decoded(byte[] text) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(text))
                    .toString();
        } catch (CharacterCodingException e) {
            throw Failure.of(ReasonCode.POLICY_INVALID, "reading the YAML document: it is not UTF-8")
                    .toException(e);
        }
    }

    private static FailureException invalid(String why) {
        return Failure.of(ReasonCode.POLICY_INVALID, "reading the YAML document: " + why)
                .toException();
    }

    /** One walk over the composed nodes. An alias is the same node met again, so the walk has a measure of its own. */
    final class Reading {
        static final int DEEPEST = 32;
        private static final int MOST_VALUES = 100_000;

        private int values;

        private YamlTree value(Node node, int depth) {
            if (++values > MOST_VALUES || depth > DEEPEST) {
                throw invalid(
                        "it has more than " + MOST_VALUES + " values or " + DEEPEST + " levels, aliases followed");
            }
            Position at = position(node.getStartMark());
            return switch (node) {
                case ScalarNode scalar -> new Scalar(scalar.getValue(), scalar.getTag() == Tag.NULL, at);
                case SequenceNode sequence -> {
                    List<YamlTree> elements = new ArrayList<>();
                    for (Node element : sequence.getValue()) {
                        elements.add(value(element, depth + 1));
                    }
                    yield new Sequence(elements, at);
                }
                case MappingNode mapping -> new Mapping(members(mapping, depth), at);
                default -> throw invalid(at + ": a value of no known kind");
            };
        }

        private Map<String, YamlTree> members(MappingNode mapping, int depth) {
            Map<String, YamlTree> merged = new LinkedHashMap<>();
            Map<String, YamlTree> own = new LinkedHashMap<>();
            for (NodeTuple tuple : mapping.getValue()) {
                Position at = position(tuple.getKeyNode().getStartMark());
                if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                    throw invalid(at + ": a key that is no text");
                }
                if (key.getTag() == Tag.MERGE) {
                    merge(tuple.getValueNode(), merged, depth);
                } else if (own.put(key.getValue(), value(tuple.getValueNode(), depth + 1)) != null) {
                    throw invalid(at + ": the key " + key.getValue() + " is written twice");
                }
            }
            // What a mapping says itself goes before what it takes over by "<<".
            merged.forEach(own::putIfAbsent);
            return own;
        }

        private void merge(Node from, Map<String, YamlTree> into, int depth) {
            switch (value(from, depth + 1)) {
                case Mapping one -> one.members().forEach(into::putIfAbsent);
                case Sequence several ->
                    several.elements().forEach(element -> {
                        if (element instanceof Mapping one) {
                            one.members().forEach(into::putIfAbsent);
                        }
                    });
                case Scalar other -> throw invalid(other.position() + ": << takes over a mapping, this is none");
            }
        }

        static Position position(org.yaml.snakeyaml.error.Mark mark) {
            return new Position(mark.getLine() + 1, mark.getColumn() + 1);
        }
    }
}
