/**
 * Vulnerability databases for Trivy where none can be downloaded: written in its own format, from Debian's own advisories for the example
 * image. For the local stack, benchmarks and tests.
 */
@NullMarked
package dev.cssc.common.embedded.trivy;

import org.jspecify.annotations.NullMarked;
