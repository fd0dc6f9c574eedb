/** Kopeck from outside: real processes, spoken to over HTTP and Kafka alone. */
@NullMarked
package dev.kopeck.harness.e2e;

import org.jspecify.annotations.NullMarked;
