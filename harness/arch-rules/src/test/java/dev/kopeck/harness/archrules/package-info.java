@NullMarked
package dev.kopeck.harness.archrules;

import org.jspecify.annotations.NullMarked;
