/** Billing's use cases, and the ports through which they reach the world. */
@NullMarked
package dev.kopeck.billing.application;

import org.jspecify.annotations.NullMarked;
