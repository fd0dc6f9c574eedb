/** The books: batched functions on the hot path, Panache elsewhere. */
@NullMarked
package dev.kopeck.billing.adapter.postgres;

import org.jspecify.annotations.NullMarked;
