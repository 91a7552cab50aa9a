/** The database transaction that state, outbox and processed ids share. */
@NullMarked
package dev.cssc.common.transaction;

import org.jspecify.annotations.NullMarked;
