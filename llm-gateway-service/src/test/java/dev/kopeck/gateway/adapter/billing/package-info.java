@NullMarked
package dev.kopeck.gateway.adapter.billing;

import org.jspecify.annotations.NullMarked;
