/** Client of OCI registries (Distribution API v2), within an allow-list, with credentials that reach nobody else. Knows no job and no event. */
@NullMarked
package dev.cssc.common.registry;

import org.jspecify.annotations.NullMarked;
