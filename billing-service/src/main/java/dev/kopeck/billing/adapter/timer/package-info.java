/** What happens by the clock. */
@NullMarked
package dev.kopeck.billing.adapter.timer;

import org.jspecify.annotations.NullMarked;
