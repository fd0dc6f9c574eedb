/** Billing's REST API, as far as holders of API keys need it. */
@NullMarked
package dev.kopeck.gateway.adapter.billing;

import org.jspecify.annotations.NullMarked;
