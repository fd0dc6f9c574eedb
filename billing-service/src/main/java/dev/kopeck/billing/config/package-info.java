/** Settings and wiring: the only place that knows clocks, chance and the life of the service. */
@NullMarked
package dev.kopeck.billing.config;

import org.jspecify.annotations.NullMarked;
