@NullMarked
package dev.kopeck.billing.domain;

import org.jspecify.annotations.NullMarked;
