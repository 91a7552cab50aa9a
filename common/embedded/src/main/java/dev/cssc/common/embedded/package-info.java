/**
 * What one machine needs to run the product without anything installed beforehand: a broker, a database, images to patch. For the local
 * stack and for tests; nothing here is used in production.
 */
@NullMarked
package dev.cssc.common.embedded;

import org.jspecify.annotations.NullMarked;
