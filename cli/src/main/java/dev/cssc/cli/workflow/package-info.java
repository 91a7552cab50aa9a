/** Commands about workflows. */
@NullMarked
package dev.cssc.cli.workflow;

import org.jspecify.annotations.NullMarked;
