/** What the work of the services cost. */
@NullMarked
package dev.cssc.cli.cost;

import org.jspecify.annotations.NullMarked;
