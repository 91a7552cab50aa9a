/** Events in: each becomes a job, and is acknowledged. */
@NullMarked
package dev.cssc.scan.intake;

import org.jspecify.annotations.NullMarked;
