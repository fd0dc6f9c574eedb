@NullMarked
package dev.kopeck.telegram.config;

import org.jspecify.annotations.NullMarked;
