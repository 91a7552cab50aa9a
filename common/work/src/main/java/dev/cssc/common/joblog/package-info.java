/** What happened in the attempts of a job, in lines that an operator reads. */
@NullMarked
package dev.cssc.common.joblog;

import org.jspecify.annotations.NullMarked;
