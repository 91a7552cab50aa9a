package dev.cssc.e2e;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

import static org.assertj.core.api.Assertions.assertThat;

/** A source and its published patch, as the registry holds them. */
record PublishedPatch(
        Registry.Image source, Registry.Image patched, Map<String, byte[]> layer, Map<String, String> before) {

    static PublishedPatch of(Registry registry, String repository, String sourceTag, String patchedTag) {
        Registry.Image source = registry.image(repository, sourceTag);
        Registry.Image patched = registry.image(repository, patchedTag);
        return new PublishedPatch(
                source,
                patched,
                registry.topLayer(repository, patched),
                DpkgStatus.versions(registry.topLayer(repository, source).get("var/lib/dpkg/status")));
    }

    /** Source layers, then one more; configuration untouched; lineage stated; no package lists or caches. */
    void isTheSourceWithOneCleanLayer(String sourceName) {
        assertThat(patched.layers())
                .startsWith(source.layers().toArray(String[]::new))
                .hasSize(source.layers().size() + 1);
        assertThat(patched.config().get("config")).isEqualTo(source.config().get("config"));
        assertThat(patched.config().get("architecture"))
                .isEqualTo(source.config().get("architecture"));
        assertThat(annotation("org.opencontainers.image.base.digest")).isEqualTo(source.digest());
        assertThat(annotation("org.opencontainers.image.base.name")).isEqualTo(sourceName);
        // A lock file or a mark of removal holds nothing; a list or a cache would.
        assertThat(layer.entrySet().stream()
                        .filter(file -> file.getKey().startsWith("var/lib/apt/lists/")
                                || file.getKey().startsWith("var/cache/apt/"))
                        .filter(file -> file.getValue().length > 0)
                        .map(Map.Entry::getKey))
                .isEmpty();
    }

    /** What is told to be fixed is what the package database says, before and after. Answers the packages' names. */
    List<String> holdsWhatIsToldToBeFixed(JsonNode fixed) {
        Map<String, String> after = DpkgStatus.versions(layer.get("var/lib/dpkg/status"));
        assertThat(fixed).isNotEmpty();
        fixed.forEach(upgrade -> {
            String name = upgrade.get("name").asText();
            assertThat(before).containsEntry(name, upgrade.get("installed").asText());
            assertThat(after).containsEntry(name, upgrade.get("fixed").asText());
        });
        return StreamSupport.stream(fixed.spliterator(), false)
                .map(upgrade -> upgrade.get("name").asText())
                .toList();
    }

    private String annotation(String name) {
        return patched.manifest().get("annotations").path(name).asText();
    }
}
