/** A collector of traces for tests: takes OTLP over HTTP, and tells what it was sent. */
@NullMarked
package dev.cssc.common.testing.trace;

import org.jspecify.annotations.NullMarked;
