/** Use cases of the gateway and the ports that they need. */
@NullMarked
package dev.kopeck.gateway.application;

import org.jspecify.annotations.NullMarked;
