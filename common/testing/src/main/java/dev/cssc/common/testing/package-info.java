/** What the services' tests run against: a real broker and a real database, started once per JVM. */
@NullMarked
package dev.cssc.common.testing;

import org.jspecify.annotations.NullMarked;
