@NullMarked
package dev.kopeck.gateway.adapter.limits;

import org.jspecify.annotations.NullMarked;
