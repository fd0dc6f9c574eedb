@NullMarked
package dev.kopeck.harness.testkit;

import org.jspecify.annotations.NullMarked;
