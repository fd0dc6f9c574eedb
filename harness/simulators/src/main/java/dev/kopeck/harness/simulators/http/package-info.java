/** What both simulators need of HTTP and JSON. */
@NullMarked
package dev.kopeck.harness.simulators.http;

import org.jspecify.annotations.NullMarked;
