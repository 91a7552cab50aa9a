package dev.cssc.trigger.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cssc.common.image.ImageReference;
import dev.cssc.common.image.Repository;
import dev.cssc.common.image.Tag;
import dev.cssc.common.selection.Plan;
import dev.cssc.common.selection.Scope;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The images that a run is restricted to, worst first; none where it is about all that the policy selects. What an advisory names was true
 * when the images were judged: whether the policy still selects them, and where their tags point, is asked anew. For one thread.
 */
public final class AdvisedImages {

    private static final JsonMapper MAPPER = new JsonMapper();
    private static final String IMAGES = "images";
    private static final String SELECTED_NO_MORE = "an advisory names it, and the policy selects no such tag any more";

    private final Map<String, ImageReference> images;
    private final Set<String> mentioned = new HashSet<>();

    private AdvisedImages(Map<String, ImageReference> images) {
        this.images = images;
    }

    /**
     * These images, each {@code registry/repository:tag}.
     *
     * @throws IllegalArgumentException where one is no such reference
     */
    public static AdvisedImages of(List<String> names) {
        Map<String, ImageReference> images = new LinkedHashMap<>();
        for (String name : names) {
            ImageReference reference = ImageReference.parse(name);
            if (reference.tag().isEmpty()) {
                throw new IllegalArgumentException("no tag in " + name);
            }
            images.putIfAbsent(name(reference.repository(), reference.tag().get()), reference);
        }
        return new AdvisedImages(images);
    }

    /** All that the policy selects. */
    static AdvisedImages everything() {
        return new AdvisedImages(Map.of());
    }

    /** Reads what {@link #payload} wrote. */
    static AdvisedImages read(String payload) {
        try {
            List<String> names = new ArrayList<>();
            for (JsonNode name : MAPPER.readTree(payload).path(IMAGES)) {
                names.add(name.asText());
            }
            return of(names);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the stored order of an expansion is no JSON", e);
        }
    }

    /** As the payload of an expansion's job. */
    String payload() {
        ObjectNode order = MAPPER.createObjectNode();
        if (!images.isEmpty()) {
            ArrayNode names = order.putArray(IMAGES);
            images.keySet().forEach(names::add);
        }
        return order.toString();
    }

    /** Which sources are to be looked at. */
    Scope scope() {
        if (images.isEmpty()) {
            return Scope.ALL;
        }
        Map<Repository, Set<Tag>> tags = new HashMap<>();
        images.values()
                .forEach(image -> tags.computeIfAbsent(image.repository(), r -> new HashSet<>())
                        .add(image.tag().orElseThrow()));
        return new Scope.Tags(tags);
    }

    /** The selected images in the order in which they were named; as they are where none were. */
    List<Plan.In> worstFirst(List<Plan.In> selected) {
        if (images.isEmpty()) {
            return selected;
        }
        List<String> order = List.copyOf(images.keySet());
        Map<String, Integer> places = new HashMap<>();
        for (int i = 0; i < order.size(); i++) {
            places.put(order.get(i), i);
        }
        return selected.stream()
                .sorted(Comparator.comparing(in -> places.getOrDefault(
                        name(in.source().repository(), in.source().tag()), order.size())))
                .toList();
    }

    /** What became of the images, in a plan of this scope: here it matters that nobody asks for one any more. */
    List<Plan.Entry> explained(List<Plan.Entry> plan) {
        if (images.isEmpty()) {
            return plan;
        }
        plan.forEach(entry -> mentioned.add(mentioned(entry)));
        return plan.stream()
                .map(entry -> entry instanceof Plan.Out out && out.notAskedFor()
                        ? new Plan.Out(out.repository(), out.tag(), SELECTED_NO_MORE)
                        : entry)
                .toList();
    }

    /** The images of which what was explained says nothing: the policy names their repositories no more, or their tags are gone. */
    List<Plan.Entry> unmentioned() {
        return images.entrySet().stream()
                .filter(image -> !mentioned.contains(image.getKey())
                        && !mentioned.contains(image.getValue().repository().toString()))
                .<Plan.Entry>map(image -> new Plan.Out(
                        image.getValue().repository(), image.getValue().tag().orElseThrow(), SELECTED_NO_MORE))
                .toList();
    }

    private static String mentioned(Plan.Entry entry) {
        return switch (entry) {
            case Plan.In in -> name(in.source().repository(), in.source().tag());
            case Plan.Out out -> name(out.repository(), out.tag());
            case Plan.NotFound missing -> missing.registry() + "/" + missing.repository() + ":" + missing.tag();
            case Plan.Failed failed ->
                failed.registry() + "/" + failed.repository()
                        + failed.tag().map(tag -> ":" + tag).orElse("");
        };
    }

    private static String name(Repository repository, Tag tag) {
        return ImageReference.of(repository, tag).toString();
    }
}
