@NullMarked
package dev.kopeck.telegram.domain.second;

import org.jspecify.annotations.NullMarked;
