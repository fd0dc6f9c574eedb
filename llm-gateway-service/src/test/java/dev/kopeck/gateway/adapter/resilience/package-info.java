@NullMarked
package dev.kopeck.gateway.adapter.resilience;

import org.jspecify.annotations.NullMarked;
