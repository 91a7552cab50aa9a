/** The reference of what can be configured, from the sources of the interfaces that read it. */
@NullMarked
package dev.cssc.local.configuration;

import org.jspecify.annotations.NullMarked;
