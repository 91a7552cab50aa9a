package dev.cssc.common.request;

import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a request says that it knows of the thing it changes: the header {@code If-Match} (RFC 9110, 13.1.1).
 *
 * @param tags the entity tags of which one must be the present one; empty where any version will do
 */
public record Precondition(Optional<List<String>> tags) {
    private static final Pattern TAGS = Pattern.compile("\\s*(?:W/)?\"[^\"]*\"\\s*(?:,\\s*(?:W/)?\"[^\"]*\"\\s*)*");

    public Precondition {
        tags = tags.map(List::copyOf);
    }

    /**
     * Reads the header. A weak tag, which never matches here, is kept as it is.
     *
     * @throws dev.cssc.common.failure.FailureException with {@link ReasonCode#REQUEST_INVALID} where it is neither {@code *} nor tags
     */
    public static Precondition ifMatch(Optional<String> header) {
        if (header.isEmpty() || header.get().strip().equals("*")) {
            return new Precondition(Optional.empty());
        }
        if (header.get().length() > 1_000 || !TAGS.matcher(header.get()).matches()) {
            throw Failure.of(
                            ReasonCode.REQUEST_INVALID,
                            "the header If-Match is neither * nor a list of entity tags in double quotes")
                    .toException();
        }
        return new Precondition(Optional.of(Pattern.compile(",")
                .splitAsStream(header.get())
                .map(String::strip)
                .toList()));
    }

    /** True where a change of the thing in this version is wanted. */
    public boolean holds(String tag) {
        return tags.isEmpty() || tags.get().contains("\"" + tag + "\"");
    }
}
