/** The use cases on fakes. */
@NullMarked
package dev.kopeck.billing.application;

import org.jspecify.annotations.NullMarked;
