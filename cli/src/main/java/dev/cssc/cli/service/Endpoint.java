package dev.cssc.cli.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cssc.cli.command.CliException;
import dev.cssc.cli.command.ExitCode;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Where a service is: as the option says, else its variable of the environment, else the local stack that is up. */
final class Endpoint {
    private Endpoint() {}

    static URI resolve(Service service, Optional<String> option, Optional<String> environment, Path home) {
        return option.or(() -> environment)
                .filter(url -> !url.isBlank())
                .map(url -> parse(service, url))
                .orElseGet(() -> ofLocalStack(service, home.resolve("endpoints.json")));
    }

    static boolean isNamed(Optional<String> option, Optional<String> environment, Path home) {
        return option.or(() -> environment).filter(url -> !url.isBlank()).isPresent()
                || Files.isRegularFile(home.resolve("endpoints.json"));
    }

    private static URI parse(Service service, String url) {
        try {
            URI uri = URI.create(url);
            if (uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            // The message below says what was expected.
        }
        throw new CliException(
                ExitCode.INVALID,
                "'" + url + "' is no address of a " + service.title() + "; expected http://host:port."
                        + (url.contains("://") ? "" : " Did you mean 'http://" + url + "'?"));
    }

    private static URI ofLocalStack(Service service, Path file) {
        if (!Files.isRegularFile(file)) {
            throw new CliException(
                    ExitCode.UNREACHABLE,
                    "No " + service.title() + " is named and no local stack is up. Start one with 'cssc up', or name an"
                            + " address with --url or " + service.variable() + ".");
        }
        try {
            JsonNode endpoints = new ObjectMapper().readTree(file.toFile());
            return parse(service, endpoints.path(service.endpoint()).asText(""));
        } catch (IOException e) {
            throw new CliException(file + " cannot be read: " + e.getMessage());
        }
    }
}
