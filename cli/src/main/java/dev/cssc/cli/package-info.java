/** The root of the {@code cssc} command: what a person does with the product from a terminal. It has no business rule of its own. */
@NullMarked
package dev.cssc.cli;

import org.jspecify.annotations.NullMarked;
