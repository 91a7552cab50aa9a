package dev.cssc.scan.engine.trivy;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.github.packageurl.MalformedPackageURLException;
import com.github.packageurl.PackageURLBuilder;
import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.scan.engine.InstalledPackage;
import dev.cssc.scan.engine.Inventory;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * An inventory as the CycloneDX document that Trivy itself would write of the image ({@code pkg/sbom/io}): what matching needs beyond the
 * standard stands in properties of Trivy's own.
 */
final class InventoryDocument {

    private static final JsonFactory JSON = new JsonFactory();
    private static final String OURS = "aquasecurity:trivy:";
    private static final String THIRD_PARTY = "third-party";

    private InventoryDocument() {}

    /**
     * The packages that are written. Those of foreign repositories are matched with nothing, and the document has no place to say that
     * they are foreign.
     */
    static List<InstalledPackage> packages(Inventory inventory) {
        return inventory.packages().stream()
                .filter(p -> p.origin().filter(THIRD_PARTY::equals).isEmpty())
                .toList();
    }

    /**
     * Writes it.
     *
     * @throws dev.cssc.common.failure.FailureException {@link ReasonCode#UNSUPPORTED_IMAGE} where nobody knows what kind of packages the
     *     distribution has, {@link ReasonCode#DISK_FULL}
     */
    static void write(Inventory inventory, Path file, String doing) {
        String family = inventory.os().family();
        PackageKind kind = PackageKind.of(family)
                .orElseThrow(() -> Failure.of(
                                ReasonCode.UNSUPPORTED_IMAGE,
                                doing + ": of " + family + " only images are judged, no stored package lists")
                        .toException());
        List<InstalledPackage> packages = packages(inventory);
        try (JsonGenerator json = JSON.createGenerator(file.toFile(), JsonEncoding.UTF8)) {
            json.writeStartObject();
            json.writeStringField("bomFormat", "CycloneDX");
            json.writeStringField("specVersion", "1.6");
            json.writeNumberField("version", 1);
            json.writeObjectFieldStart("metadata");
            json.writeObjectFieldStart("component");
            json.writeStringField("bom-ref", "set");
            json.writeStringField("type", "container");
            json.writeStringField("name", ServerQuestion.id(inventory.digest()));
            json.writeEndObject();
            json.writeEndObject();
            json.writeArrayFieldStart("components");
            distribution(json, inventory);
            for (int i = 0; i < packages.size(); i++) {
                component(json, "p" + i, kind, inventory, packages.get(i));
            }
            json.writeEndArray();
            json.writeArrayFieldStart("dependencies");
            dependencies(json, "set", List.of("os"));
            dependencies(
                    json,
                    "os",
                    java.util.stream.IntStream.range(0, packages.size())
                            .mapToObj(i -> "p" + i)
                            .toList());
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw Failure.of(ReasonCode.DISK_FULL, doing + ": writing " + file + ": " + e)
                    .toException(e);
        }
    }

    private static void distribution(JsonGenerator json, Inventory inventory) throws IOException {
        json.writeStartObject();
        json.writeStringField("bom-ref", "os");
        json.writeStringField("type", "operating-system");
        json.writeStringField("name", inventory.os().family());
        json.writeStringField("version", inventory.os().release());
        properties(json, Map.of("Class", "os-pkgs", "Type", inventory.os().family()));
        json.writeEndObject();
    }

    private static void component(
            JsonGenerator json, String ref, PackageKind kind, Inventory inventory, InstalledPackage p)
            throws IOException {
        String family = inventory.os().family();
        SplitVersion source = SplitVersion.of(family, p.sourceVersion());
        Map<String, String> properties = new TreeMap<>();
        properties.put("PkgID", p.name() + "@" + p.version());
        properties.put("PkgType", family);
        properties.put("SrcName", p.sourceName());
        properties.put("SrcVersion", source.version());
        if (!source.release().isEmpty()) {
            properties.put("SrcRelease", source.release());
        }
        if (source.epoch() > 0) {
            properties.put("SrcEpoch", Integer.toString(source.epoch()));
        }
        p.module().ifPresent(label -> properties.put("Modularitylabel", label));
        json.writeStartObject();
        json.writeStringField("bom-ref", ref);
        json.writeStringField("type", "library");
        json.writeStringField("name", p.name());
        json.writeStringField("version", p.version());
        json.writeStringField("purl", purl(kind, inventory, p));
        properties(json, properties);
        json.writeEndObject();
    }

    /** The epoch is a qualifier there, no part of the version (purl-spec, rpm and deb). */
    private static String purl(PackageKind kind, Inventory inventory, InstalledPackage p) {
        String family = inventory.os().family();
        SplitVersion version = SplitVersion.of(family, p.version());
        try {
            PackageURLBuilder url = PackageURLBuilder.aPackageURL()
                    .withType(kind.purlType())
                    .withNamespace(PackageKind.purlNamespace(family))
                    .withName(p.name())
                    .withVersion(version.version() + (version.release().isEmpty() ? "" : "-" + version.release()))
                    .withQualifier(
                            "distro",
                            family.replace(' ', '-') + "-" + inventory.os().release());
            if (!p.architecture().isEmpty()) {
                url.withQualifier("arch", p.architecture());
            }
            if (version.epoch() > 0) {
                url.withQualifier("epoch", Integer.toString(version.epoch()));
            }
            return url.build().canonicalize();
        } catch (MalformedPackageURLException e) {
            throw Failure.of(ReasonCode.SCAN_INCONCLUSIVE, "naming package " + p.name() + ": " + e.getMessage())
                    .toException(e);
        }
    }

    private static void properties(JsonGenerator json, Map<String, String> properties) throws IOException {
        json.writeArrayFieldStart("properties");
        for (var property : properties.entrySet()) {
            json.writeStartObject();
            json.writeStringField("name", OURS + property.getKey());
            json.writeStringField("value", property.getValue());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void dependencies(JsonGenerator json, String ref, List<String> on) throws IOException {
        json.writeStartObject();
        json.writeStringField("ref", ref);
        json.writeArrayFieldStart("dependsOn");
        for (String each : on) {
            json.writeString(each);
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
