package dev.cssc.scan.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.cssc.common.admin.Problem;
import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.FailureException;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.Digest;
import dev.cssc.common.request.Query;
import dev.cssc.common.transaction.Transactions;
import dev.cssc.scan.inventory.ReportStore;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What was found in images, by their digests. */
@Path("/api/v1/reports")
@Tag(name = "reports")
public class ReportResource {

    private final Transactions transactions;
    private final StoredReports stored;
    private final ReportStore engines;

    ReportResource(Transactions transactions, StoredReports stored, ReportStore engines) {
        this.transactions = transactions;
        this.stored = stored;
        this.engines = engines;
    }

    /**
     * The report in our form.
     *
     * @param digest the image or index that was asked for
     * @param platforms each platform's, in the order of the index
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    @RegisterForReflection
    @Schema(name = "ReportView")
    public record View(Digest digest, List<PlatformReport> platforms) {}

    @GET
    @Path("/{digest}")
    @Produces({MediaType.APPLICATION_JSON, SarifReport.MEDIA_TYPE, CsvReport.MEDIA_TYPE})
    @Operation(summary = "The newest report of an image, or of each platform of an index")
    @APIResponse(
            responseCode = "200",
            description = "The report; in the form of the engine it is what the engine wrote",
            content = {
                @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = View.class)),
                @Content(mediaType = SarifReport.MEDIA_TYPE, schema = @Schema(type = SchemaType.OBJECT)),
                @Content(mediaType = CsvReport.MEDIA_TYPE, schema = @Schema(type = SchemaType.STRING))
            })
    @APIResponse(
            responseCode = "400",
            description = "There is no such format, or engine was asked for of an index (REQUEST_INVALID)",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    @APIResponse(
            responseCode = "404",
            description = "It was never scanned, or what the engine wrote is not kept (REPORT_NOT_FOUND)",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public Response report(
            @Parameter(description = "sha256:… of the image or index") @PathParam("digest") String digest,
            @Parameter(
                            description =
                                    "json (where left out), sarif, csv, or engine: as the engine wrote it, of one image")
                    @QueryParam("format")
                    Optional<String> format) {
        Digest wanted =
                Digest.parse(digest).orElseThrow(() -> notFound("'" + shortened(digest) + "' is no digest, sha256:…"));
        ReportFormat form = Query.oneOf("format", format, ReportFormat.class).orElse(ReportFormat.JSON);
        List<PlatformReport> platforms = transactions.await(tx -> stored.of(tx, wanted));
        if (platforms.isEmpty()) {
            throw notFound("nothing is known of " + wanted);
        }
        List<Report> reports = platforms.stream()
                .map(PlatformReport::report)
                .flatMap(Optional::stream)
                .toList();
        return switch (form) {
            case JSON -> answer(new View(wanted, platforms), MediaType.APPLICATION_JSON);
            case SARIF -> answer(SarifReport.of(reports), SarifReport.MEDIA_TYPE);
            case CSV -> answer(CsvReport.of(reports), CsvReport.MEDIA_TYPE);
            case ENGINE -> answer(engines(wanted, platforms), MediaType.APPLICATION_JSON);
        };
    }

    private byte[] engines(Digest wanted, List<PlatformReport> platforms) {
        if (platforms.size() > 1) {
            String manifests = platforms.stream()
                    .map(platform -> platform.manifest().toString())
                    .collect(Collectors.joining(", "));
            throw Failure.of(
                            ReasonCode.REQUEST_INVALID,
                            "the query parameter format is 'engine', and " + wanted
                                    + " is an index; ask for one of its images: " + manifests)
                    .toException();
        }
        Digest manifest = platforms.getFirst().manifest();
        return transactions
                .await(tx -> engines.find(tx, manifest))
                .orElseThrow(() -> notFound("the engine's own report of " + manifest
                        + " is not kept, because it left none or because it is older than cssc.scan.report.keep"));
    }

    private static Response answer(Object entity, String mediaType) {
        return Response.ok(entity, mediaType).build();
    }

    private static FailureException notFound(String why) {
        return Failure.of(ReasonCode.REPORT_NOT_FOUND, why).toException();
    }

    private static String shortened(String text) {
        return text.length() > 80 ? text.substring(0, 80) + "…" : text;
    }
}
