/** What the integration tests stand on. */
@NullMarked
package dev.kopeck.telegram.support;

import org.jspecify.annotations.NullMarked;
