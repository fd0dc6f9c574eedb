@NullMarked
package dev.kopeck.gateway.adapter.postgres;

import org.jspecify.annotations.NullMarked;
