package dev.cssc.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cssc.common.image.ImageReference;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.util.List;
import java.util.concurrent.Callable;

/** Commands about images, whichever run they were in. */
@Command(name = "image", description = "Show what became of an image.", subcommands = ImageCommand.Show.class)
final class ImageCommand {

    @Command(name = "show", description = "What is known last of an image.")
    static final class Show implements Callable<Integer> {
        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Mixin
        private Console console = new Console();

        @Parameters(paramLabel = "IMAGE", description = "registry/repository:tag of the source image.")
        private String name = "";

        @Override
        public Integer call() {
            try {
                ImageReference.parse(name);
            } catch (IllegalArgumentException e) {
                throw new CliException(
                        ExitCode.INVALID,
                        "'" + name + "' is no image: " + e.getMessage() + "; expected registry/repository:tag.");
            }
            JsonNode images = console.api().image(name);
            Table table = new Table("IMAGE", "STATE", "REASON", "NEWEST PATCH", "SINCE", "RUN");
            for (JsonNode image : Json.list(images, "images")) {
                table.row(
                        Json.text(image, "name"),
                        Json.text(image, "state"),
                        Json.text(image, "reason"),
                        Json.text(image.path("patched").path("patched"), "tag"),
                        Json.dayAndTime(image, "at"),
                        Json.text(image, "run"));
            }
            console.print(
                    spec.commandLine().getOut(),
                    images,
                    table,
                    "Nothing is known of " + name + "; no run had it yet. Runs are listed by: cssc run list");
            if (!console.asJson()) {
                for (JsonNode image : Json.list(images, "images")) {
                    for (String field : List.of("digest", "detail", "help")) {
                        if (!Json.text(image, field).isEmpty()) {
                            spec.commandLine().getOut().println("  " + field + ": " + Json.text(image, field));
                        }
                    }
                }
            }
            return Json.list(images, "images").isEmpty() ? ExitCode.FAILURE : ExitCode.OK;
        }
    }
}
