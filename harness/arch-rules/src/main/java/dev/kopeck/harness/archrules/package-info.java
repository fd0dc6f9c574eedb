/** The architecture, written as rules that fail the build and say how to mend it. */
@NullMarked
package dev.kopeck.harness.archrules;

import org.jspecify.annotations.NullMarked;
