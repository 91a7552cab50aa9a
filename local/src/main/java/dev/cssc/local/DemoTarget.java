package dev.cssc.local;

import dev.cssc.cli.command.CliException;
import dev.cssc.cli.command.ExitCode;
import dev.cssc.common.embedded.DebianImage;
import dev.cssc.common.embedded.ImageBuild;
import dev.cssc.common.embedded.Layer;
import picocli.CommandLine.Option;

import java.io.UncheckedIOException;
import java.nio.file.Path;

/** Services that run already, which the demonstration is to take place on. */
final class DemoTarget {
    @Option(
            names = "--url",
            paramLabel = "URL",
            required = true,
            description = "A trigger service that runs already; nothing is started then.")
    private String url = "";

    @Option(
            names = "--registry",
            paramLabel = "HOST",
            required = true,
            description =
                    "A registry that it knows by this name, HOST:PORT; written to over plain HTTP, without credentials.")
    private String registry = "";

    @Option(
            names = "--image",
            paramLabel = "FILE",
            required = true,
            description = "The file system of the image to be patched: a .tar.gz of a Debian that has updates pending.")
    private Path image = Path.of("");

    @Option(
            names = "--called",
            paramLabel = "COMMAND",
            defaultValue = "cssc",
            description = "How this command is called there, for what it says at its end; default: cssc.")
    private String called = "cssc";

    /**
     * What the options say.
     *
     * @throws CliException where the address is none
     */
    DemoPlace place() {
        if (!url.matches("https?://[^/\\s]+/?")) {
            throw new CliException(
                    ExitCode.INVALID, "'" + url + "' is no address of a trigger service; expected http://host:port.");
        }
        return new DemoPlace.RunningStack(url, registry, called);
    }

    /**
     * The image to be patched.
     *
     * @throws CliException where its file cannot be read
     */
    ImageBuild image() {
        try {
            return ImageBuild.of(Layer.ofFile(image)).configured(DebianImage.CONFIG);
        } catch (UncheckedIOException e) {
            throw new CliException(ExitCode.INVALID, "--image is no .tar.gz that can be read: " + e.getMessage());
        }
    }
}
