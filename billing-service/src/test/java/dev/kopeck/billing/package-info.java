/** Billing-service as a whole, on embedded Kafka and PostgreSQL. */
@NullMarked
package dev.kopeck.billing;

import org.jspecify.annotations.NullMarked;
