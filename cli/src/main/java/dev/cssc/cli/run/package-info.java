/** Commands about runs. */
@NullMarked
package dev.cssc.cli.run;

import org.jspecify.annotations.NullMarked;
