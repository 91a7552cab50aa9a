package dev.cssc.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cssc.cli.command.CliException;
import dev.cssc.common.event.PackageUpgrade;
import dev.cssc.common.event.Patched;
import dev.cssc.common.image.PinnedImage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Looks into published images with their own package manager: a fast result that is wrong is none. */
final class PublishedChecks {
    private final Scratch scratch;

    PublishedChecks(Scratch scratch) {
        this.scratch = scratch;
        scratch.script("check-patched.sh");
    }

    /**
     * Looks into them.
     *
     * @throws CliException where one of them has a fault, or not the same package database as the others
     */
    void all(List<Patched> patched, List<PackageUpgrade> wanted) {
        Path references = Scratch.write(
                scratch.resolve("published"),
                patched.stream()
                        .map(p -> p.patched().repository() + "@" + p.patched().digest() + "\n")
                        .collect(Collectors.joining()));
        List<String> arguments = new ArrayList<>(List.of(
                "sh",
                scratch.resolve("check-patched.sh").toString(),
                scratch.resolve("checks").toString(),
                references.toString()));
        wanted.forEach(p -> arguments.add(p.name() + "=" + p.fixed()));
        String output =
                new TimedCommand(scratch.directory(), arguments, Map.of()).run().output();
        List<String> lines = output.lines().toList();
        if (lines.size() != patched.size()) {
            throw new CliException(
                    "Of " + patched.size() + " published images " + lines.size() + " could be looked into:\n" + output);
        }
        Set<String> databases = lines.stream()
                .map(line -> line.substring(line.indexOf(' ') + 1))
                .collect(Collectors.toSet());
        if (databases.size() != 1) {
            throw new CliException("Siblings have different package databases:\n" + output);
        }
    }

    /** Compressed size of an image's uppermost layer, as the registry's manifest says. */
    static long topLayerBytes(PinnedImage image, String tag) {
        URI address = URI.create("http://" + image.repository().registry() + "/v2/"
                + image.repository().path() + "/manifests/" + tag);
        HttpRequest ask = HttpRequest.newBuilder(address)
                .header("Accept", "application/vnd.oci.image.manifest.v1+json")
                .build();
        try {
            JsonNode manifest = new ObjectMapper()
                    .readTree(HttpClient.newHttpClient()
                            .send(ask, BodyHandlers.ofString())
                            .body());
            JsonNode layers = manifest.path("layers");
            return layers.path(layers.size() - 1).path("size").asLong();
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + address, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CliException("Interrupted.");
        }
    }
}
