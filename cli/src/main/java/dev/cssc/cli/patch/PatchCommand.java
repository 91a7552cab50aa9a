package dev.cssc.cli.patch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cssc.cli.command.CliException;
import dev.cssc.cli.command.ExitCode;
import dev.cssc.cli.command.ListLimit;
import dev.cssc.cli.output.Json;
import dev.cssc.cli.service.PatchServiceCommand;
import dev.cssc.cli.service.ServiceApi;
import dev.cssc.common.image.ImageReference;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.List;
import java.util.Optional;

/** What the patch service made. */
@Command(
        name = "patch",
        description = "Look at the patches that were published, or wait for their verification.",
        subcommands = {PatchCommand.ListNewest.class, PatchCommand.Show.class})
public final class PatchCommand {
    @Command(name = "list", description = "List published patches, newest first, those that were removed among them.")
    static final class ListNewest extends PatchServiceCommand {
        @Parameters(
                paramLabel = "IMAGE",
                arity = "0..1",
                description = "Only of this source: registry/repository:tag or registry/repository@digest.")
        private Optional<String> image = Optional.empty();

        @Option(names = "--staged", description = "Those instead that wait for their verification.")
        private boolean staged;

        @Mixin
        private ListLimit limit = new ListLimit(50);

        @Override
        public Integer call() {
            int most = limit.checked();
            if (staged && image.isPresent()) {
                throw new CliException(ExitCode.INVALID, "Name either an image or --staged.");
            }
            JsonNode patches = api().get((staged ? "/api/v1/staged?limit=" : "/api/v1/patches?limit=")
                    + most
                    + image.map(ListNewest::filter).orElse(""));
            List<JsonNode> listed = Json.list(patches, "patches");
            print(patches, PatchText.table(listed), staged ? "No patch waits." : "No patch was published.");
            if (limit.isReached(listed.size()) && forPeople()) {
                remark("There may be more; --limit shows up to " + ListLimit.MOST + ", an IMAGE fewer at a time.");
            }
            return ExitCode.OK;
        }

        private static String filter(String image) {
            try {
                ImageReference source = ImageReference.parse(image);
                return ServiceApi.parameter("registry", source.repository().registry())
                        + ServiceApi.parameter("repository", source.repository().path())
                        + source.tag()
                                .map(tag -> ServiceApi.parameter("tag", tag.value()))
                                .orElse("")
                        + source.digest()
                                .map(digest -> ServiceApi.parameter("digest", digest.value()))
                                .orElse("");
            } catch (IllegalArgumentException e) {
                throw new CliException(
                        ExitCode.INVALID,
                        "'" + image + "' is no image: " + e.getMessage()
                                + "; expected registry/repository:tag or registry/repository@digest.");
            }
        }
    }

    @Command(
            name = "show",
            description =
                    "Show a patch: what it was made from, what it raised on each platform, and what became of it.")
    static final class Show extends PatchServiceCommand {
        @Parameters(paramLabel = "PATCH", description = "Its id, or the digest sha256:… that it was published as.")
        private String id = "";

        @Override
        public Integer call() {
            JsonNode patch = api().get("/api/v1/patches/" + ServiceApi.segment(id));
            switch (form()) {
                case TABLE -> PatchText.whole(patch).forEach(this::say);
                case JSON, TSV -> print(patch, PatchText.table(List.of(patch)), "");
            }
            return ExitCode.OK;
        }
    }
}
