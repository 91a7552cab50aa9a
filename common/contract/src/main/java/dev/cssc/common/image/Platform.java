package dev.cssc.common.image;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

import java.util.Optional;

/**
 * What a manifest runs on: {@code os/architecture[/variant]}, in Go's vocabulary (OCI image-spec, image-index.md).
 */
public record Platform(String os, String architecture, Optional<String> variant) implements Comparable<Platform> {

    /** A platform without variant. */
    public static Platform of(String os, String architecture) {
        return new Platform(os, architecture, Optional.empty());
    }

    /**
     * Parses {@code os/architecture[/variant]}.
     *
     * @throws IllegalArgumentException where it has not two or three non-empty parts
     */
    @JsonCreator
    public static Platform parse(String text) {
        String[] parts = text.split("/", -1);
        if (text.length() > 100
                || parts.length < 2
                || parts.length > 3
                || text.startsWith("/")
                || text.endsWith("/")
                || text.contains("//")) {
            throw new IllegalArgumentException("not a platform (os/architecture[/variant]): '" + text + "'");
        }
        return new Platform(parts[0], parts[1], parts.length == 3 ? Optional.of(parts[2]) : Optional.empty());
    }

    /** The platform on which this process runs. */
    public static Platform host() {
        String arch = System.getProperty("os.arch", "");
        return of(
                "linux",
                switch (arch) {
                    case "amd64", "x86_64" -> "amd64";
                    case "aarch64", "arm64" -> "arm64";
                    default -> arch;
                });
    }

    @Override
    public int compareTo(Platform other) {
        return toString().compareTo(other.toString());
    }

    @Override
    @JsonValue
    public String toString() {
        return os + "/" + architecture + variant.map(v -> "/" + v).orElse("");
    }
}
