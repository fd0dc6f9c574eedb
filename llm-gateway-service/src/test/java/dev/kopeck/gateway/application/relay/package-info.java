@NullMarked
package dev.kopeck.gateway.application.relay;

import org.jspecify.annotations.NullMarked;
