@NullMarked
package dev.kopeck.gateway.config;

import org.jspecify.annotations.NullMarked;
