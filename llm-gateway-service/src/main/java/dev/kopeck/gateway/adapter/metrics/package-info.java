/** What happened, as numbers for operators. */
@NullMarked
package dev.kopeck.gateway.adapter.metrics;

import org.jspecify.annotations.NullMarked;
