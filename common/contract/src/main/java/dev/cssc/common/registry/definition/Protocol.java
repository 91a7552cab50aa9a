package dev.cssc.common.registry.definition;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How a registry is spoken to. */
public enum Protocol {
    /** Over TLS. */
    @JsonProperty("https")
    HTTPS,
    /** Readable by everybody on the way; for registries of this machine, elsewhere only where the definition says {@code insecure}. */
    @JsonProperty("http")
    HTTP
}
