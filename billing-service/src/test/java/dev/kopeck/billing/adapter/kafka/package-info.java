@NullMarked
package dev.kopeck.billing.adapter.kafka;

import org.jspecify.annotations.NullMarked;
