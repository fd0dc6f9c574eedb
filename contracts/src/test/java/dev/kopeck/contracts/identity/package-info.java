@NullMarked
package dev.kopeck.contracts.identity;

import org.jspecify.annotations.NullMarked;
