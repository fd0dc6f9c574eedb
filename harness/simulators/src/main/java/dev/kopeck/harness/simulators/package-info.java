/** Runs a simulator as a process; the simulators themselves are in {@code model} and {@code telegram}. */
@NullMarked
package dev.kopeck.harness.simulators;

import org.jspecify.annotations.NullMarked;
