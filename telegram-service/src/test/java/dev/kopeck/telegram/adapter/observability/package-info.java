@NullMarked
package dev.kopeck.telegram.adapter.observability;

import org.jspecify.annotations.NullMarked;
