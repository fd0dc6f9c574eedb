/** Requests that an OpenAI client composed: what is read of them, what is changed in them, and what they are worth. */
@NullMarked
package dev.kopeck.gateway.domain.relay;

import org.jspecify.annotations.NullMarked;
