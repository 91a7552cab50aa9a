/** The {@code cssc} command: what a person does with the product from a terminal. It knows the REST API and no rule of its own. */
@NullMarked
package dev.cssc.cli;

import org.jspecify.annotations.NullMarked;
