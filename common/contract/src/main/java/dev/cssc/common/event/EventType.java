package dev.cssc.common.event;

import java.util.Arrays;
import java.util.Optional;

/** The topics and their CloudEvents types: one event type a topic. */
public enum EventType {
    IMAGE_DUE("cssc.image-due", "dev.cssc.image.due.v1", ImageDue.class),
    VULNS_FOUND("cssc.vulns-found", "dev.cssc.image.vulns-found.v1", VulnsFound.class),
    PATCH_STAGED("cssc.patch-staged", "dev.cssc.image.patch-staged.v1", PatchStaged.class),
    PATCH_VERIFIED("cssc.patch-verified", "dev.cssc.image.patch-verified.v1", PatchVerified.class),
    PATCHED("cssc.patched", "dev.cssc.image.patched.v1", Patched.class),
    IMAGE_STATUS("cssc.image-status", "dev.cssc.image.status.v1", ImageStatus.class),
    RUN_CANCELLED("cssc.run-cancelled", "dev.cssc.run.cancelled.v1", RunCancelled.class),
    BECAME_FIXABLE("cssc.became-fixable", "dev.cssc.image.became-fixable.v1", BecameFixable.class),

    /** The newest event of a name holds all there is to know of it: where the topic is made by hand, make it compacted. */
    REGISTRY_CHANGED("cssc.registries", "dev.cssc.registry.changed.v1", RegistryChanged.class);

    private final String topic;
    private final String cloudEventType;
    private final Class<? extends Event> record;

    EventType(String topic, String cloudEventType, Class<? extends Event> record) {
        this.topic = topic;
        this.cloudEventType = cloudEventType;
        this.record = record;
    }

    /** The topic on which events of this type travel. */
    public String topic() {
        return topic;
    }

    /** Where messages of that topic go which cannot be understood. */
    public String deadLetterTopic() {
        return topic + ".dlq";
    }

    /** The CloudEvents attribute {@code type}. */
    public String cloudEventType() {
        return cloudEventType;
    }

    /** The record that holds the value. */
    public Class<? extends Event> record() {
        return record;
    }

    /** Class-path name of the JSON Schema of the value. */
    public String schemaResource() {
        return "/schemas/" + cloudEventType + ".json";
    }

    /** The type with that CloudEvents name, if it is one of ours. */
    public static Optional<EventType> ofCloudEventType(String name) {
        return Arrays.stream(values())
                .filter(t -> t.cloudEventType.equals(name))
                .findFirst();
    }
}
