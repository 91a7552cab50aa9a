package dev.cssc.common.registry;

import okhttp3.HttpUrl;
import okhttp3.Response;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Part of a list, and where the next part is (distribution spec: {@code Link} with {@code rel="next"}, RFC 8288).
 *
 * @param bytes size of this part as it came
 */
record Page<T>(List<T> entries, Optional<HttpUrl> next, long bytes) {
    private static final int LONGEST_LINK = 8 * 1024;
    private static final Pattern NEXT = Pattern.compile("<([^<>]*)>\\s*;[^<>,]*\\brel=\"?next\"?");

    static <T> Page<T> of(List<T> entries, Response response, long bytes) {
        return new Page<>(List.copyOf(entries), next(response), bytes);
    }

    /** Where the next part is; empty where this was the last. */
    static Optional<HttpUrl> next(Response response) {
        for (String link : response.headers("Link")) {
            Matcher matcher = NEXT.matcher(link.substring(0, Math.min(LONGEST_LINK, link.length())));
            if (matcher.find()) {
                return Optional.ofNullable(response.request().url().resolve(matcher.group(1)));
            }
        }
        return Optional.empty();
    }
}
