package dev.cssc.cli.image;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cssc.cli.command.CliException;
import dev.cssc.cli.command.ExitCode;
import dev.cssc.cli.output.Json;
import dev.cssc.cli.output.Table;
import dev.cssc.cli.service.ServiceCommand;
import dev.cssc.common.image.ImageReference;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

import java.util.List;

/** Commands about images, whichever run they were in. */
@Command(
        name = "image",
        description = "Show what became of an image.",
        subcommands = {ImageCommand.Show.class, HistoryCommand.class})
public final class ImageCommand {

    @Command(
            name = "show",
            description =
                    "What is known last of an image: its state and why, and the packages that its newest patch raised.")
    static final class Show extends ServiceCommand {
        @Parameters(paramLabel = "IMAGE", description = "registry/repository:tag of the source image.")
        private String name = "";

        @Override
        public Integer call() {
            requireImage();
            JsonNode answer = api().image(name);
            List<JsonNode> images = Json.list(answer, "images");
            switch (form()) {
                case TABLE -> images.forEach(this::show);
                case JSON, TSV -> print(answer, row(images), "");
            }
            if (images.isEmpty()) {
                say("Nothing is known of " + name + "; no run had it yet. Runs are listed by: cssc run list");
            }
            return images.isEmpty() ? ExitCode.FAILURE : ExitCode.OK;
        }

        private void requireImage() {
            try {
                ImageReference.parse(name);
            } catch (IllegalArgumentException e) {
                throw new CliException(
                        ExitCode.INVALID,
                        "'" + name + "' is no image: " + e.getMessage() + "; expected registry/repository:tag.");
            }
        }

        /** One image has more to tell than a row has room for. */
        private void show(JsonNode image) {
            JsonNode patched = image.path("patched");
            Table facts = new Table("IMAGE", Json.text(image, "name"));
            fact(facts, "Digest", Json.text(image, "digest"));
            fact(facts, "State", Json.text(image, "state"));
            fact(facts, "Since", Json.dayAndTime(image, "at"));
            fact(facts, "Reason", Json.text(image, "reason"));
            fact(facts, "Detail", Json.text(image, "detail"));
            fact(facts, "Help", Json.text(image, "help"));
            fact(facts, "Run", Json.text(image, "run"));
            fact(facts, "Workflow", Json.text(image, "workflow"));
            fact(facts, "Newest patch", newestPatch(image));
            fact(facts, "Its digest", Json.text(patched.path("patched"), "digest"));
            facts.lines().forEach(this::say);
            if (!patched.path("fixed").isEmpty()) {
                say("");
                RaisedPackages.lines(patched).forEach(this::say);
            }
        }

        /** Its tag; with its repository where that is not the source's own, since the tag alone would be looked for there. */
        private static String newestPatch(JsonNode image) {
            JsonNode patch = image.path("patched").path("patched");
            String tag = Json.text(patch, "tag");
            String repository = Json.text(patch, "registry") + "/" + Json.text(patch, "repository");
            return tag.isEmpty() || Json.text(image, "name").startsWith(repository + ":")
                    ? tag
                    : repository + ":" + tag;
        }

        private static void fact(Table facts, String name, String value) {
            if (!value.isEmpty()) {
                facts.row(name, value);
            }
        }

        private static Table row(List<JsonNode> images) {
            Table table = new Table("IMAGE", "STATE", "REASON", "NEWEST PATCH", "SINCE", "RUN");
            for (JsonNode image : images) {
                table.row(
                        Json.text(image, "name"),
                        Json.text(image, "state"),
                        Json.text(image, "reason"),
                        newestPatch(image),
                        Json.text(image, "at"),
                        Json.text(image, "run"));
            }
            return table;
        }
    }
}
