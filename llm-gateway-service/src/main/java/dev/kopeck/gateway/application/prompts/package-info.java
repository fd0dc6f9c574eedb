/** Prompts that nobody waits for: taken in, watched, cancelled, told of. */
@NullMarked
package dev.kopeck.gateway.application.prompts;

import org.jspecify.annotations.NullMarked;
