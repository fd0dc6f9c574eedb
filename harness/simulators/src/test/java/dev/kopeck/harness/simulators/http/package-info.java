@NullMarked
package dev.kopeck.harness.simulators.http;

import org.jspecify.annotations.NullMarked;
