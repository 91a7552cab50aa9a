/** The whole, from outside: {@code ./cssc}, Kafka, HTTP and the registry, and no class of the product. */
@NullMarked
package dev.cssc.e2e;

import org.jspecify.annotations.NullMarked;
