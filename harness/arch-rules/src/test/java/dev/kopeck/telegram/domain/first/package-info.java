@NullMarked
package dev.kopeck.telegram.domain.first;

import org.jspecify.annotations.NullMarked;
