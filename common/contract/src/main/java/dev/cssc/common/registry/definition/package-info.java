/** What a registry is to this product, as configuration, REST and events tell it: without any secret, and without doing anything. */
@NullMarked
package dev.cssc.common.registry.definition;

import org.jspecify.annotations.NullMarked;
