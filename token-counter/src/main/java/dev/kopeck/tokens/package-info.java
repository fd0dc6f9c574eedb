/** Counts tokens before a model is called, and after it where the provider does not say. */
@NullMarked
package dev.kopeck.tokens;

import org.jspecify.annotations.NullMarked;
