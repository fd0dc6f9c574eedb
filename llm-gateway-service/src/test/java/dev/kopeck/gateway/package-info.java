@NullMarked
package dev.kopeck.gateway;

import org.jspecify.annotations.NullMarked;
