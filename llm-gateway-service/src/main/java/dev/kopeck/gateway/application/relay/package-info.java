/** Relays requests of OpenAI clients: reserved before the call, counted in passing, settled behind it. */
@NullMarked
package dev.kopeck.gateway.application.relay;

import org.jspecify.annotations.NullMarked;
