@NullMarked
package dev.kopeck.harness.localstack;

import org.jspecify.annotations.NullMarked;
