/** The prompt API. */
@NullMarked
package dev.kopeck.gateway.adapter.http.prompts;

import org.jspecify.annotations.NullMarked;
