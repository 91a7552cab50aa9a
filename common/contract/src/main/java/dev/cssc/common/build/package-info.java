/** What a program was built from; pure. */
@NullMarked
package dev.cssc.common.build;

import org.jspecify.annotations.NullMarked;
