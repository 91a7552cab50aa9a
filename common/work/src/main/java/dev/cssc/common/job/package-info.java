/** Durable jobs in the database: store, claim, lease, worker. Knows no event and no image. */
@NullMarked
package dev.cssc.common.job;

import org.jspecify.annotations.NullMarked;
