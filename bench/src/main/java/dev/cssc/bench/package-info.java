/** Benchmarks beside what a user would do without us: both run in turn, on input that the benchmark makes itself. */
@NullMarked
package dev.cssc.bench;

import org.jspecify.annotations.NullMarked;
