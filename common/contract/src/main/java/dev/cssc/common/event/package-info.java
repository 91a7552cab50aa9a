/**
 * The events that the services exchange, their identity and their wire form, and {@link dev.cssc.common.event.ImageLifecycle}, which is
 * the whole choreography of one due image as one pure type. The records here are a public contract: consumers ignore unknown fields, and
 * a field is never given another meaning.
 */
@NullMarked
package dev.cssc.common.event;

import org.jspecify.annotations.NullMarked;
