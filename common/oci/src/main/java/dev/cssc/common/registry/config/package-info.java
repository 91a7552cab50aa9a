/** Reads the registries from the configuration and offers the client as a bean. The only part of this module that knows a container. */
@NullMarked
package dev.cssc.common.registry.config;

import org.jspecify.annotations.NullMarked;
