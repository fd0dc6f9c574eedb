/** Benchmarks: what they start, drive and measure. Speed is a ratio against something else in the same run. */
@NullMarked
package dev.kopeck.harness.benchmarks;

import org.jspecify.annotations.NullMarked;
