package dev.cssc.trigger.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The body that makes or changes a workflow, for the published description of the interface; {@link WorkflowReader} reads it. */
@Schema(description = "All but runImmediately are required to make a workflow, and optional to change one.")
record WorkflowBody(
        @Schema(examples = "debian", pattern = "[A-Za-z0-9][A-Za-z0-9._-]{0,62}")
        String name,

        @Schema(description = "A configured registry", examples = "127.0.0.1:5000")
        String registry,

        @Schema(description = "Nd with N from 1 to 30", examples = "7d")
        String schedule,

        @Schema(description = "ACR's continuous patching document, see schemas/policy.v1.json")
        JsonNode policy,

        boolean runImmediately) {}
