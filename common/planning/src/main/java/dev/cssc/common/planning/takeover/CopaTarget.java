package dev.cssc.common.planning.takeover;

import dev.cssc.common.event.PatchTarget;
import dev.cssc.common.image.Repository;

import java.util.Optional;

/**
 * Where Copa publishes patches of an image: {@code target.registry} with the last part of the source's path behind it (copacetic {@code
 * pkg/bulk/patch.go}), so that those of {@code team-a/redis} and {@code team-b/redis} share a repository. Here the path is kept in full.
 *
 * @param registry what the file says, for example {@code ghcr.io/org}
 * @param source the image's repository
 */
record CopaTarget(String registry, Repository source) {

    /** The repository in which Copa publishes, as text: it need not be one. */
    String copas() {
        return registry + "/" + source.path().substring(source.path().lastIndexOf('/') + 1);
    }

    /** True where that is where the source is. */
    boolean isBesideSource() {
        return copas().equals(source.toString());
    }

    /**
     * The policy's target that is nearest to it; empty where there is none, since no repository can have that name or the full path would
     * lead back to the source.
     */
    Optional<PatchTarget> nearest() {
        int slash = registry.indexOf('/');
        String host = slash < 0 ? registry : registry.substring(0, slash);
        Optional<String> prefix = slash < 0 ? Optional.empty() : Optional.of(registry.substring(slash + 1));
        try {
            PatchTarget target = new PatchTarget(
                    Optional.of(host).filter(there -> !there.equals(source.registry()) || prefix.isEmpty()), prefix);
            return Optional.of(target).filter(there -> !there.siteOf(source).equals(source));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
