package dev.cssc.trigger.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The body that makes or changes a workflow, for the published description of the interface; {@link WorkflowReader} reads it. */
@Schema(description = "name, schedule and policy are required to make a workflow; all is optional to change one.")
record WorkflowBody(
        @Schema(
                description = "Identity; to change a workflow it may only be repeated",
                examples = "debian",
                pattern = "[A-Za-z0-9][A-Za-z0-9._-]{0,62}")
        String name,

        @Schema(description = "The only kind there is, in any case of letters", examples = "continuouspatchv1")
        String type,

        @Schema(
                description = "A configured registry, of the repositories for which the policy names none",
                examples = "127.0.0.1:5000")
        String registry,

        @Schema(
                description = "Nd with N from 1 to 30 as in ACR, every Nd or every Nh, or cron with a time zone",
                examples = {"7d", "every 12h", "cron 0 3 * * 1 Europe/Berlin"})
        String schedule,

        @Schema(description = "ACR's continuous patching document, see schemas/policy.v1.json")
        JsonNode policy,

        @Schema(description = "false switches it off; true where it is left out of a creation", examples = "true")
        boolean enabled,

        @Schema(
                description =
                        "false: only the schedule makes images due, not a new advisory; true where it is left out of a creation",
                examples = "true")
        boolean advisories,

        @Schema(description = "Whether to start a run at once", examples = "false")
        boolean runImmediately) {}
