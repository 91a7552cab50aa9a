package dev.cssc.common.event;

/** Anything that travels on a topic of the product. Each permitted record is one CloudEvents type and one JSON Schema. */
public sealed interface Event permits ImageEvent, BecameFixable, RegistryChanged {

    /** The Kafka key: what has one is kept in order. */
    String key();

    /** Which topic and CloudEvents type it is. */
    EventType type();
}
