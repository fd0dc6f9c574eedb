/** Batches of records in, outcome records out, dead letters aside. */
@NullMarked
package dev.kopeck.billing.adapter.kafka;

import org.jspecify.annotations.NullMarked;
