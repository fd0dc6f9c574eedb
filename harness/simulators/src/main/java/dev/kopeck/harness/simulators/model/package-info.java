/** An OpenAI-compatible model that says plainly that it is none. */
@NullMarked
package dev.kopeck.harness.simulators.model;

import org.jspecify.annotations.NullMarked;
