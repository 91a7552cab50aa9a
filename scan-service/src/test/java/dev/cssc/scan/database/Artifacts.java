package dev.cssc.scan.database;

import dev.cssc.common.image.Digest;
import dev.cssc.common.image.Repository;
import dev.cssc.common.image.Tag;
import dev.cssc.common.registry.MediaType;
import dev.cssc.common.registry.RawManifest;
import dev.cssc.common.registry.RegistryClient;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;

/** Artifacts of a database's form in a real registry; what is in them is no database. */
record Artifacts(RegistryClient registry, Repository repository) {

    /** One made at that time, of that size, under tag 2. */
    Digest push(String updated, int size) {
        return push(
                DatabaseArtifact.LAYER,
                Map.of(
                        "trivy.db", "x".repeat(size),
                        "metadata.json", "{\"Version\":2,\"UpdatedAt\":\"%s\"}".formatted(updated)));
    }

    /** One layer of that type with these files, under tag 2. */
    Digest push(String layerType, Map<String, String> files) {
        byte[] layer = packed(files);
        byte[] config = "{}".getBytes(StandardCharsets.UTF_8);
        Digest layerDigest = registry.putBlob(repository, layer);
        Digest configDigest = registry.putBlob(repository, config);
        String manifest = """
                {"schemaVersion":2,"mediaType":"%s","config":{"mediaType":"application/vnd.aquasec.trivy.config.v1+json","digest":"%s","size":2},
                "layers":[{"mediaType":"%s","digest":"%s","size":%d}]}""".formatted(MediaType.OCI_MANIFEST, configDigest, layerType, layerDigest, layer.length);
        return registry.putManifest(
                repository,
                new Tag("2"),
                new RawManifest(MediaType.OCI_MANIFEST, manifest.getBytes(StandardCharsets.UTF_8)));
    }

    private static byte[] packed(Map<String, String> files) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(new GZIPOutputStream(packed))) {
            for (var file : new TreeMap<>(files).entrySet()) {
                byte[] content = file.getValue().getBytes(StandardCharsets.UTF_8);
                TarArchiveEntry entry = new TarArchiveEntry(file.getKey());
                entry.setSize(content.length);
                tar.putArchiveEntry(entry);
                tar.write(content);
                tar.closeArchiveEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }
}
