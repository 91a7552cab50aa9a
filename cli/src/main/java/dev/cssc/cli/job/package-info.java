/** Commands about the jobs of the services. */
@NullMarked
package dev.cssc.cli.job;

import org.jspecify.annotations.NullMarked;
