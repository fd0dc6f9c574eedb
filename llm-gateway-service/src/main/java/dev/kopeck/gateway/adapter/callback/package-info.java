/** Tells clients' own servers how their prompts ended. */
@NullMarked
package dev.kopeck.gateway.adapter.callback;

import org.jspecify.annotations.NullMarked;
