/** Policies of other tools: read from where those keep them, and put into this product's form. */
@NullMarked
package dev.cssc.common.planning.takeover;

import org.jspecify.annotations.NullMarked;
