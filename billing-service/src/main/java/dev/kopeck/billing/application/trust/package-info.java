/** The use cases that look after the books, and the ports that they need. */
@NullMarked
package dev.kopeck.billing.application.trust;

import org.jspecify.annotations.NullMarked;
