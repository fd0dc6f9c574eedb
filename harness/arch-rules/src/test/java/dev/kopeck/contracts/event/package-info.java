@NullMarked
package dev.kopeck.contracts.event;

import org.jspecify.annotations.NullMarked;
