/** What billing decides, as pure functions of values. */
@NullMarked
package dev.kopeck.billing.domain;

import org.jspecify.annotations.NullMarked;
