@NullMarked
package dev.kopeck.harness.simulators;

import org.jspecify.annotations.NullMarked;
