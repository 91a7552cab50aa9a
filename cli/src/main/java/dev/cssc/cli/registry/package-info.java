/** Commands about registries: which ones the services talk to, and whether they can. */
@NullMarked
package dev.cssc.cli.registry;

import org.jspecify.annotations.NullMarked;
