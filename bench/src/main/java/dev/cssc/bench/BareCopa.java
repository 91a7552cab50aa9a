package dev.cssc.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cssc.common.event.PackageUpgrade;
import dev.cssc.common.image.PinnedImage;
import dev.cssc.common.image.Platform;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Copa with a BuildKit.
 *
 * @param scratch where it finds what it reads
 * @param address of BuildKit
 */
record BareCopa(Scratch scratch, String address) implements BareTool {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Override
    public String engine() {
        return "copa";
    }

    @Override
    public Map<String, String> settings() {
        return Map.of("CSSC_PATCH_COPA_ADDRESS", address);
    }

    @Override
    public String words() {
        return "shell loop of copa patch with a report of the same packages, and push";
    }

    @Override
    public List<String> version() {
        return List.of("copa", "--version");
    }

    @Override
    public double loop(String name, List<PinnedImage> images, List<PackageUpgrade> packages) {
        Path references = Scratch.write(
                scratch.resolve("loop-" + name),
                images.stream()
                        .map(image -> image.name() + "@" + image.digest() + " " + image.name() + SUFFIX + "\n")
                        .collect(Collectors.joining()));
        Path report = Scratch.write(scratch.resolve("report-" + name), report(packages));
        return timed(List.of(
                "sh", scratch.script("copa-each.sh").toString(), address, report.toString(), references.toString()));
    }

    /**
     * Patches the images in Copa's bulk mode, as many at once as there are processors; answers the seconds of all. It takes no list of
     * packages: it raises whatever the image's repositories have.
     */
    double bulk(String name, List<PinnedImage> images) {
        PinnedImage any = images.getFirst();
        String path = any.repository().path();
        String tags = images.stream().map(image -> image.tag().value()).collect(Collectors.joining(", "));
        Path config = Scratch.write(scratch.resolve("bulk-" + name + ".yaml"), """
            apiVersion: copa.sh/v1alpha1
            kind: PatchConfig
            images:
            - name: %s
              image: %s
              tags: {strategy: list, list: [%s]}
              target: {registry: %s/%s, tag: "{{ .SourceTag }}-bulk"}
            """.formatted(
                        path.replace('/', '-'),
                        any.repository(),
                        tags,
                        any.repository().registry(),
                        path.substring(0, path.lastIndexOf('/'))));
        return timed(List.of(
                "copa",
                "patch",
                "--config=" + config,
                "--push",
                "--addr=" + address,
                "--timeout=10m",
                "--progress=plain"));
    }

    private double timed(List<String> arguments) {
        return new TimedCommand(scratch.directory(), arguments, Map.of()).run().seconds();
    }

    /** In Copa's own format, version v1alpha2. Debian without its point release: else Copa takes the tools of another Debian. */
    private static String report(List<PackageUpgrade> packages) {
        ObjectNode report = JSON.createObjectNode().put("apiVersion", "v1alpha2");
        ObjectNode metadata = report.putObject("metadata");
        metadata.putObject("os").put("type", "debian").put("version", "12");
        metadata.putObject("config").put("arch", Platform.host().architecture());
        ArrayNode updates = report.putArray("osupdates");
        packages.forEach(wanted -> updates.addObject()
                .put("name", wanted.name())
                .put("installedVersion", wanted.installed())
                .put("fixedVersion", wanted.fixed())
                .put("vulnerabilityID", "")
                .put("type", "debian")
                .put("class", "os-pkgs"));
        report.putArray("langupdates");
        return report.toString();
    }
}
