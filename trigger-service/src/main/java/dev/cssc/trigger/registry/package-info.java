/** The registries that may be used: defined, changed, removed and tried here; every service learns of it by event. */
@NullMarked
package dev.cssc.trigger.registry;

import org.jspecify.annotations.NullMarked;
