package dev.cssc.cli;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.util.concurrent.Callable;

/** Commands about images, whichever run they were in. */
@Command(name = "image", description = "Show what became of an image.", subcommands = ImageCommand.Show.class)
final class ImageCommand {

    @Command(name = "show", description = "What became of an image, newest run first.")
    static final class Show implements Callable<Integer> {
        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Mixin
        private Console console = new Console();

        @Parameters(paramLabel = "IMAGE", description = "registry/repository:tag of the source image.")
        private String name = "";

        @Override
        public Integer call() {
            JsonNode images = console.api().image(name);
            Table table = new Table("RUN", "WORKFLOW", "STATE", "REASON", "NEW TAG", "SINCE");
            for (JsonNode image : Json.list(images, "images")) {
                table.row(
                        Json.text(image, "run"),
                        Json.text(image, "workflow"),
                        Json.text(image, "state"),
                        Json.text(image, "reason"),
                        Json.text(image, "patchedTag", "newTag"),
                        Json.dayAndTime(image, "at"));
            }
            console.print(spec.commandLine().getOut(), images, table, "Nothing is known of " + name + ".");
            return ExitCode.OK;
        }
    }
}
