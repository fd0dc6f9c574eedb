/** Settings. */
@NullMarked
package dev.kopeck.billing.config;

import org.jspecify.annotations.NullMarked;
