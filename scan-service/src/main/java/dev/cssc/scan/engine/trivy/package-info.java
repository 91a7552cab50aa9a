/** Trivy as a scan engine; the only package that knows its command line and its JSON. */
@NullMarked
package dev.cssc.scan.engine.trivy;

import org.jspecify.annotations.NullMarked;
