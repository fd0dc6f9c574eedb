@NullMarked
package dev.kopeck.billing.domain.trust;

import org.jspecify.annotations.NullMarked;
