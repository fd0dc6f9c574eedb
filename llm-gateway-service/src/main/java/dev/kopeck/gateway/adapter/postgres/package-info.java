/** Prompt records and dispatch claims, in the gateway's own database. */
@NullMarked
package dev.kopeck.gateway.adapter.postgres;

import org.jspecify.annotations.NullMarked;
