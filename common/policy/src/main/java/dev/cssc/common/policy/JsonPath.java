package dev.cssc.common.policy;

import com.fasterxml.jackson.core.JsonStreamContext;
import com.networknt.schema.path.NodePath;

import java.util.regex.Pattern;

/** Writes places in a JSON document as JSON path: {@code $.repositories[0].tags[1]}. */
final class JsonPath {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]*");

    private JsonPath() {}

    /** The place that the parser is at. */
    static String of(JsonStreamContext context) {
        JsonStreamContext parent = context.getParent();
        if (parent == null) {
            return "$";
        }
        // The place of a value is told by the container around it: its index or the name it was announced by.
        String around = of(parent);
        return parent.inArray()
                ? element(around, parent.getCurrentIndex())
                : parent.inObject() ? member(around, parent.getCurrentName()) : around;
    }

    /** The place that the validator found fault with. */
    static String of(NodePath path) {
        String written = "$";
        for (int i = 0; i < path.getNameCount(); i++) {
            written = path.getElement(i) instanceof Integer index
                    ? element(written, index)
                    : member(written, path.getName(i));
        }
        return written;
    }

    static String element(String around, int index) {
        return around + "[" + index + "]";
    }

    static String member(String around, String name) {
        return PLAIN.matcher(name).matches()
                ? around + "." + name
                : around + "['" + name.replace("\\", "\\\\").replace("'", "\\'") + "']";
    }
}
