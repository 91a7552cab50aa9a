/** Whose patch an image is, decided from manifests alone and never from a tag's text; pure. */
@NullMarked
package dev.cssc.common.lineage;

import org.jspecify.annotations.NullMarked;
