/** How fast billing reserves and settles, beside what PostgreSQL does alone. */
@NullMarked
package dev.kopeck.harness.benchmarks.billing;

import org.jspecify.annotations.NullMarked;
