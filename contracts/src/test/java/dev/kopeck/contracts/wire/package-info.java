@NullMarked
package dev.kopeck.contracts.wire;

import org.jspecify.annotations.NullMarked;
