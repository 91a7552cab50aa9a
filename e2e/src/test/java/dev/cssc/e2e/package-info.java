/**
 * The whole, from outside: {@code ./cssc}, Kafka, HTTP and the registry, and no class of the product but those that make images and stand in
 * for faults.
 */
@NullMarked
package dev.cssc.e2e;

import org.jspecify.annotations.NullMarked;
