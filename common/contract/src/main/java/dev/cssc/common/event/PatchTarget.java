package dev.cssc.common.event;

import dev.cssc.common.image.Repository;

import java.util.Optional;

/**
 * Where patches are published, if not beside their source. The source's path is kept in full: patches of {@code reg.example/shop/api} go to
 * {@code patched.example/mirror/shop/api}, so that no two sources share a repository that do not share one now.
 *
 * @param registry host and optional port; the source's own where empty
 * @param prefix repository path before the source's, without a slash at either end; none where empty
 */
public record PatchTarget(Optional<String> registry, Optional<String> prefix) {
    /**
     * @throws IllegalArgumentException where it names neither, or breaks the grammar of the distribution spec
     */
    public PatchTarget {
        if (registry.isEmpty() && prefix.isEmpty()) {
            throw new IllegalArgumentException("a target names a registry, a prefix or both");
        }
        new Repository(registry.orElse("registry.example"), prefix.orElse("prefix"));
    }

    /**
     * The repository that holds the patches of a source repository.
     *
     * @throws IllegalArgumentException where its name would be longer than {@link Repository#LONGEST_NAME}
     */
    public Repository siteOf(Repository source) {
        return new Repository(
                registry.orElse(source.registry()),
                prefix.map(before -> before + "/" + source.path()).orElse(source.path()));
    }
}
