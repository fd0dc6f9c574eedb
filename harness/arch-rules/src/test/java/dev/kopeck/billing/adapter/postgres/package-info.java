@NullMarked
package dev.kopeck.billing.adapter.postgres;

import org.jspecify.annotations.NullMarked;
