/** What every module tests with: Kafka and PostgreSQL inside the test's own JVM, a clock to set, patience with a limit. */
@NullMarked
package dev.kopeck.harness.testkit;

import org.jspecify.annotations.NullMarked;
