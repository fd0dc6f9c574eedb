@NullMarked
package dev.kopeck.contracts.money;

import org.jspecify.annotations.NullMarked;
