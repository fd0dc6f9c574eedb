@NullMarked
package dev.kopeck.gateway.domain.relay;

import org.jspecify.annotations.NullMarked;
