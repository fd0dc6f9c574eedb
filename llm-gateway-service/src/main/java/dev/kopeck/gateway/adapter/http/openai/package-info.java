/** The door for OpenAI's clients: their requests are relayed, byte for byte as far as that is possible. */
@NullMarked
package dev.kopeck.gateway.adapter.http.openai;

import org.jspecify.annotations.NullMarked;
