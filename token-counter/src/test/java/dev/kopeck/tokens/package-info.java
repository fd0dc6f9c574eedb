@NullMarked
package dev.kopeck.tokens;

import org.jspecify.annotations.NullMarked;
