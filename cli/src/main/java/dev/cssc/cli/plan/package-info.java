/** The dry run: what a policy selects now, read from the registries themselves. */
@NullMarked
package dev.cssc.cli.plan;

import org.jspecify.annotations.NullMarked;
