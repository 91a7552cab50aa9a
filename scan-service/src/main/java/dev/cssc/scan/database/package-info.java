/** The vulnerability database: where it comes from, how old it is, when a new one takes over. Knows no engine's command line. */
@NullMarked
package dev.cssc.scan.database;

import org.jspecify.annotations.NullMarked;
