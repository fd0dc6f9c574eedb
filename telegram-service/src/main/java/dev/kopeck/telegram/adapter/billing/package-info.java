/** Billing's REST API, as far as a chat needs it. */
@NullMarked
package dev.kopeck.telegram.adapter.billing;

import org.jspecify.annotations.NullMarked;
