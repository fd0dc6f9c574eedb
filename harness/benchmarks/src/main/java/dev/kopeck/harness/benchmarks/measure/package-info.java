/** What all benchmarks measure with, and how they tell it. */
@NullMarked
package dev.kopeck.harness.benchmarks.measure;

import org.jspecify.annotations.NullMarked;
