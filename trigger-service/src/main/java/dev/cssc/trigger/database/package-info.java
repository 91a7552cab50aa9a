/** Rows of the database as records. */
@NullMarked
package dev.cssc.trigger.database;

import org.jspecify.annotations.NullMarked;
