@NullMarked
package dev.kopeck.harness.simulators.telegram;

import org.jspecify.annotations.NullMarked;
