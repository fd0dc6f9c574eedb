@NullMarked
package dev.kopeck.harness.simulators.model;

import org.jspecify.annotations.NullMarked;
