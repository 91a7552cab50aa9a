package dev.cssc.cli.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cssc.cli.command.CliCommand;
import dev.cssc.cli.command.CliException;
import dev.cssc.cli.command.ExitCode;
import dev.cssc.cli.image.ImageHistory.Patch;
import dev.cssc.cli.output.Json;
import dev.cssc.cli.output.Table;
import dev.cssc.cli.plan.RegistryOptions;
import dev.cssc.common.image.ImageReference;
import dev.cssc.common.image.Repository;
import dev.cssc.common.lineage.Lineage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Where an image comes from, straight from its registry. */
@Command(
        name = "history",
        description =
                "Show the patches of an image, straight from its registry: what each was made from, what it fixed, and the"
                        + " run that asked for it. No service is needed.",
        footer = "%nA run is shown by: cssc run show RUN")
final class HistoryCommand extends CliCommand {
    @Parameters(paramLabel = "IMAGE", description = "registry/repository:tag of the source or of one of its patches.")
    private String name = "";

    @Option(
            names = "--target",
            paramLabel = "REPOSITORY",
            description = "registry/repository of the patches, where they are not beside their source.")
    private Optional<String> target = Optional.empty();

    @Mixin
    private RegistryOptions registries = new RegistryOptions();

    @Override
    public Integer call() {
        ImageReference image = image();
        Optional<Repository> site = target.map(this::repository);
        Set<String> hosts = Stream.concat(Stream.of(image.repository()), site.stream())
                .map(Repository::registry)
                .collect(Collectors.toSet());
        Optional<ImageHistory> found = ImageHistory.read(image, site, registries.client(hosts));
        if (found.isEmpty()) {
            throw new CliException("There is no " + image + ", and no patch of it.");
        }
        ImageHistory history = found.get();
        String source = history.source() + history.digest().map(d -> "@" + d).orElse("");
        say("Source: " + source + (history.digest().isEmpty() ? unseen(history) : ""));
        if (history.elsewhere()) {
            say("Patches in: " + history.site());
        }
        if (!history.patches().isEmpty()) {
            say("");
        }
        ObjectNode answer = json(history);
        print(answer, table(answer), "No patch of it is there.");
        return ExitCode.OK;
    }

    /** Another registry than those that were named is not asked: that takes credentials. */
    private static String unseen(ImageHistory history) {
        return history.elsewhere() ? ", in another repository" : ", which is not there (any more)";
    }

    private Repository repository(String text) {
        try {
            return Repository.parse(text);
        } catch (IllegalArgumentException e) {
            throw new CliException(ExitCode.INVALID, "'" + text + "' is no repository: " + e.getMessage() + ".");
        }
    }

    private ImageReference image() {
        try {
            ImageReference image = ImageReference.parse(name);
            if (image.tag().isPresent() && image.digest().isEmpty()) {
                return image;
            }
        } catch (IllegalArgumentException e) {
            throw invalid("it is no image: " + e.getMessage());
        }
        throw invalid("a history is that of a tag");
    }

    private CliException invalid(String why) {
        return new CliException(
                ExitCode.INVALID, "'" + name + "' has no history: " + why + "; expected registry/repository:tag.");
    }

    private Table table(JsonNode history) {
        Table table = new Table("TAG", "DIGEST", "CREATED", "MADE FROM", "FIXED", "ENGINE", "RUN");
        String now = Json.text(history, "digest");
        for (JsonNode patch : history.path("patches")) {
            String base = Json.text(patch, "baseDigest");
            List<String> fixed = new ArrayList<>();
            patch.path("fixed").forEach(id -> fixed.add(id.asText()));
            table.row(
                    Json.text(patch, "tag"),
                    shown(Json.text(patch, "digest")),
                    forPeople() ? Json.dayAndTime(patch, "created") : Json.text(patch, "created"),
                    shown(base) + (forPeople() && isOlder(base, now) ? " (older)" : ""),
                    forPeople() ? String.valueOf(fixed.size()) : String.join(",", fixed),
                    Json.text(patch, "engine") + (forPeople() && patch.has("rebase") ? " (rebase)" : ""),
                    Json.text(patch, "run"));
        }
        return table;
    }

    private String shown(String digest) {
        return forPeople() ? Json.shortDigest(digest) : digest;
    }

    /** The tag points to something else by now. */
    private static boolean isOlder(String base, String now) {
        return !base.isEmpty() && !now.isEmpty() && !now.equals(base);
    }

    private static ObjectNode json(ImageHistory history) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.put("source", history.source().toString());
        history.digest().ifPresent(digest -> answer.put("digest", digest.value()));
        if (history.elsewhere()) {
            answer.put("target", history.site().toString());
        }
        ArrayNode patches = answer.putArray("patches");
        for (Patch patch : history.patches()) {
            ObjectNode node = patches.addObject();
            node.put("tag", patch.tag().value());
            node.put("digest", patch.digest().value());
            put(node, "created", patch.note(Lineage.CREATED));
            put(node, "baseName", patch.note(Lineage.BASE_NAME));
            put(node, "baseDigest", patch.note(Lineage.BASE_DIGEST));
            put(node, "engine", patch.note(Lineage.ENGINE));
            put(node, "database", patch.note(Lineage.DATABASE));
            put(node, "run", patch.note(Lineage.RUN));
            put(node, "graft", patch.note(Lineage.GRAFT));
            put(node, "rebase", patch.note(Lineage.REBASE));
            ArrayNode fixed = node.putArray("fixed");
            patch.fixed().forEach(fixed::add);
        }
        return answer;
    }

    private static void put(ObjectNode node, String field, String value) {
        if (!value.isEmpty()) {
            node.put(field, value);
        }
    }
}
