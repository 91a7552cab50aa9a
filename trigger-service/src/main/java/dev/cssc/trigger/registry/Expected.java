package dev.cssc.trigger.registry;

import dev.cssc.trigger.registry.Definitions.Defined;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.Optional;

/**
 * Which version of a registry the caller means to change ({@code If-Match}, RFC 9110, 13.1.1); whichever there is where he does not say.
 *
 * @param tags the entity tags as they came
 */
record Expected(Optional<String> tags) {

    static Expected of(@Nullable String ifMatch) {
        return new Expected(Optional.ofNullable(ifMatch).filter(tag -> !tag.isBlank()));
    }

    static EntityTag tag(long version) {
        return new EntityTag(Long.toString(version));
    }

    /**
     * Goes on where the present one is meant.
     *
     * @throws WebApplicationException 412 where somebody changed it meanwhile
     */
    void require(Defined present) {
        String tag = "\"" + present.version() + "\"";
        boolean meant = tags.map(list ->
                        Arrays.stream(list.split(",")).map(String::trim).anyMatch(t -> t.equals("*") || t.equals(tag)))
                .orElse(true);
        if (!meant) {
            throw new WebApplicationException(
                    "registry " + present.definition().name() + " was changed meanwhile: read it again (its ETag is "
                            + tag + "), and repeat the change",
                    Response.Status.PRECONDITION_FAILED);
        }
    }
}
