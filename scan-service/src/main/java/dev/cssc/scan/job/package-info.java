/** The two kinds of jobs, scan and verify, and the images they look at. */
@NullMarked
package dev.cssc.scan.job;

import org.jspecify.annotations.NullMarked;
