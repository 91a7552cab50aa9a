/** What the migrations make of older data. */
@NullMarked
package dev.cssc.trigger.database;

import org.jspecify.annotations.NullMarked;
