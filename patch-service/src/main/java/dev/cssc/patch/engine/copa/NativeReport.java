package dev.cssc.patch.engine.copa;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cssc.common.event.PackageUpgrade;
import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.patch.engine.PatchRequest;

/** The package list in the form that {@code copa patch --scanner native} reads (Copa's {@code UpdateManifest}, {@code v1alpha2}). */
final class NativeReport {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private NativeReport() {}

    /** The report for this request: its packages, and nothing Copa could find of itself. */
    static byte[] of(PatchRequest request) {
        ObjectNode report = JSON.createObjectNode().put("apiVersion", "v1alpha2");
        ObjectNode metadata = report.putObject("metadata");
        metadata.putObject("os")
                .put("type", request.os().family())
                .put("version", version(request.os().family(), request.os().release()));
        ObjectNode config =
                metadata.putObject("config").put("arch", request.platform().architecture());
        request.platform().variant().ifPresent(variant -> config.put("variant", variant));
        ArrayNode updates = report.putArray("osupdates");
        for (PackageUpgrade wanted : request.packages()) {
            updates.addObject()
                    .put("name", wanted.name())
                    .put("installedVersion", wanted.installed())
                    .put("fixedVersion", wanted.fixed())
                    .put(
                            "vulnerabilityID",
                            wanted.vulnerabilities().isEmpty()
                                    ? ""
                                    : wanted.vulnerabilities().getFirst().id())
                    .put("type", request.os().family())
                    .put("class", "os-pkgs");
        }
        report.putArray("langupdates");
        try {
            return JSON.writeValueAsBytes(report);
        } catch (JsonProcessingException e) {
            throw Failure.of(ReasonCode.INTERNAL, "writing Copa's package list: " + e.getOriginalMessage())
                    .toException(e);
        }
    }

    /**
     * Copa chooses its tooling image by comparing this with "12" as strings (pkg/pkgmgr/dpkg.go), so that Debian "12.15" would get the
     * tools of the newest Debian instead of its own.
     */
    private static String version(String family, String release) {
        int dot = release.indexOf('.');
        return family.equals("debian") && dot > 0 ? release.substring(0, dot) : release;
    }
}
