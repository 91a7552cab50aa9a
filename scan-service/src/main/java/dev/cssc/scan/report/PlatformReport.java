package dev.cssc.scan.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.cssc.common.image.Digest;
import io.quarkus.runtime.annotations.RegisterForReflection;

import java.util.Optional;

/**
 * What is known of one platform's image: a report, or why there is none.
 *
 * @param platform what it runs on; absent where its digest was asked for and no index that lists it was seen
 * @param manifest the image
 * @param report what was found
 * @param notUnderstood why nothing could be judged
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
@RegisterForReflection(targets = {PlatformReport.class, Report.class, ReportFinding.class})
public record PlatformReport(
        Optional<String> platform, Digest manifest, Optional<Report> report, Optional<String> notUnderstood) {}
