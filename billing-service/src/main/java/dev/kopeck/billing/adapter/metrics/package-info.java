/** Counters and gauges for operators. */
@NullMarked
package dev.kopeck.billing.adapter.metrics;

import org.jspecify.annotations.NullMarked;
