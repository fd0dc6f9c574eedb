/** Settings, and how the parts are put together, started and stopped. */
@NullMarked
package dev.kopeck.telegram.config;

import org.jspecify.annotations.NullMarked;
