/** The SQL itself, against an in-memory model and under contention. */
@NullMarked
package dev.kopeck.billing.adapter.postgres;

import org.jspecify.annotations.NullMarked;
