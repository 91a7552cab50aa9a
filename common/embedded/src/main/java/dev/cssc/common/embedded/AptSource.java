package dev.cssc.common.embedded;

import java.util.Optional;
import java.util.Set;

/**
 * One place apt takes packages from.
 *
 * @param uri the mirror's address
 * @param suite the release, for example {@code bookworm} or {@code bookworm-security}
 * @param components the areas of the suite, for example {@code main}
 * @param keyring the file whose keys sign the suite, where the source names one
 */
public record AptSource(String uri, String suite, Set<String> components, Optional<String> keyring) {

    /** The source in the one-line format of {@code sources.list}, restricted to {@code main}. */
    public String toLine() {
        return "deb " + uri + " " + suite + " main";
    }

    /** True where the address holds a user or password. */
    public boolean hasCredentials() {
        int authority = uri.indexOf("//");
        int end = authority < 0 ? -1 : uri.indexOf('/', authority + 2);
        return authority >= 0
                && uri.substring(authority + 2, end < 0 ? uri.length() : end).contains("@");
    }
}
