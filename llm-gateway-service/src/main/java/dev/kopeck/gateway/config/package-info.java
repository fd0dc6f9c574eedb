/** Settings, and how everything is put together. */
@NullMarked
package dev.kopeck.gateway.config;

import org.jspecify.annotations.NullMarked;
