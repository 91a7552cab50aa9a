/** The product on one machine: database, broker, registry and the three services as processes over loopback, and the demonstration. */
@NullMarked
package dev.cssc.local;

import org.jspecify.annotations.NullMarked;
