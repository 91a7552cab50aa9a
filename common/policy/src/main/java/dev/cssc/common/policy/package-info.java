/** The policy document, and everything that can be wrong with one; pure. */
@NullMarked
package dev.cssc.common.policy;

import org.jspecify.annotations.NullMarked;
