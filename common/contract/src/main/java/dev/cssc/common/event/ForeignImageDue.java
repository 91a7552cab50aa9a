package dev.cssc.common.event;

import dev.cssc.common.image.ImageReference;
import dev.cssc.common.image.TagConvention;

import java.util.Optional;

/**
 * The short form in which any producer may make an image due: {@code {"image": "registry/repository:tag"}}. It is a run of one; the scan
 * service resolves what {@link ImageDue} says in full.
 *
 * @param image the image by tag (a digest beside it is checked against the tag's)
 * @param reason why; {@link DueReason#MANUAL} where it is not said
 * @param tagConvention how a patch is to be named; incremental where it is not said
 */
public record ForeignImageDue(
        ImageReference image, Optional<DueReason> reason, Optional<TagConvention> tagConvention) {}
