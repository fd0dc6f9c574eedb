/** What proves the books right, on fakes. */
@NullMarked
package dev.kopeck.billing.application.trust;

import org.jspecify.annotations.NullMarked;
