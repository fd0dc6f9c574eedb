/** Exact money: one unit, one price formula, one rounding place. */
@NullMarked
package dev.kopeck.contracts.money;

import org.jspecify.annotations.NullMarked;
