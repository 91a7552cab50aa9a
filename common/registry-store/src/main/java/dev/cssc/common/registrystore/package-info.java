/** The registries that are stored: one table in each service, kept up by events, and seen by every replica within seconds. */
@NullMarked
package dev.cssc.common.registrystore;

import org.jspecify.annotations.NullMarked;
