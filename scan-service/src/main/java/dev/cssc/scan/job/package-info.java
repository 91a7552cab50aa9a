/** The kinds of jobs, scan, verify and watch, and the images they look at. */
@NullMarked
package dev.cssc.scan.job;

import org.jspecify.annotations.NullMarked;
