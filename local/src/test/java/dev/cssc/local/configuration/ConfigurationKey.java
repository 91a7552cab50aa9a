package dev.cssc.local.configuration;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A key, or a group of them.
 *
 * @param name as in a properties file; what the operator chooses stands in angle brackets
 * @param type what it takes, in words; empty where it is a group
 * @param standard the value that counts where none is set
 * @param required whether the service does not start without it
 */
record ConfigurationKey(
        String name, Optional<String> type, Optional<String> standard, boolean required, String meaning) {

    boolean group() {
        return type.isEmpty();
    }

    /** The name of the environment variable, by SmallRye Config's rule: what is no letter and no digit becomes an underscore. */
    String variable() {
        StringBuilder variable = new StringBuilder();
        for (char c : name.toUpperCase(Locale.ROOT).toCharArray()) {
            variable.append(Character.isLetterOrDigit(c) || c == '<' || c == '>' ? c : '_');
        }
        return variable.toString();
    }

    /** True where that name is this key with something in the place of what the operator chooses. */
    boolean bears(String concrete) {
        StringBuilder pattern = new StringBuilder();
        for (String part : name.split("(?=<)|(?<=>)")) {
            pattern.append(part.startsWith("<") ? "[^.]+" : Pattern.quote(part));
        }
        return concrete.matches(pattern.toString());
    }

    /** True where that name is the beginning of this key, up to a dot. */
    boolean begins(String prefix) {
        return name.startsWith(prefix + ".");
    }
}
