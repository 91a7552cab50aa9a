package dev.cssc.common.image;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

import java.util.regex.Pattern;

/**
 * A repository in a registry: {@code host[:port]/path}, for example {@code 127.0.0.1:5000/demo/debian}. The registry is always
 * named; nothing is implied ({@code debian} alone is no repository here).
 *
 * @param registry host and optional port, as configured
 * @param path repository path: lower-case components separated by {@code /}
 */
public record Repository(String registry, String path) implements Comparable<Repository> {
    /** Longest {@code host/path} in characters (distribution spec: 255). */
    public static final int LONGEST_NAME = 255;

    private static final Pattern HOST = Pattern.compile(
            "(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,62})(?:\\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,62}))*+|\\[[0-9a-fA-F:]{2,45}\\])(?::[0-9]{1,5})?");
    private static final Pattern COMPONENT = Pattern.compile("[a-z0-9]++(?:(?:\\.|_|__|-++)[a-z0-9]++)*+");

    /**
     * @throws IllegalArgumentException where registry or path break the grammar of the distribution spec
     */
    public Repository {
        // Lengths first: java.util.regex recurses on long input.
        if (registry.length() + path.length() + 1 > LONGEST_NAME) {
            throw new IllegalArgumentException("repository name longer than " + LONGEST_NAME + " characters");
        }
        if (!HOST.matcher(registry).matches()) {
            throw new IllegalArgumentException("not a registry host: '" + registry + "'");
        }
        if (path.isEmpty()) {
            throw new IllegalArgumentException("repository path is empty");
        }
        for (String component : path.split("/", -1)) {
            if (!COMPONENT.matcher(component).matches()) {
                throw new IllegalArgumentException(
                        "not a repository path (lower-case letters, digits and separators): '" + path + "'");
            }
        }
    }

    /**
     * Parses {@code host[:port]/path}.
     *
     * @throws IllegalArgumentException where the text is none
     */
    @JsonCreator
    public static Repository parse(String text) {
        if (text.length() > LONGEST_NAME) {
            throw new IllegalArgumentException("repository name longer than " + LONGEST_NAME + " characters");
        }
        int slash = text.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException("no registry in '" + text + "': expected registry/repository");
        }
        return new Repository(text.substring(0, slash), text.substring(slash + 1));
    }

    /** A repository of the same registry under another path. */
    public Repository sibling(String otherPath) {
        return new Repository(registry, otherPath);
    }

    @Override
    public int compareTo(Repository other) {
        return toString().compareTo(other.toString());
    }

    @Override
    @JsonValue
    public String toString() {
        return registry + "/" + path;
    }
}
