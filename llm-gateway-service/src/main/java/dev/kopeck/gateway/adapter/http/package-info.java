/** What all of the gateway's HTTP doors share: who calls, and what errors look like. */
@NullMarked
package dev.kopeck.gateway.adapter.http;

import org.jspecify.annotations.NullMarked;
