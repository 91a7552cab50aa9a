/** Events out (append in the caller's transaction, relay to Kafka) and events in (parse, remember, handle in one transaction). */
@NullMarked
package dev.cssc.common.outbox;

import org.jspecify.annotations.NullMarked;
