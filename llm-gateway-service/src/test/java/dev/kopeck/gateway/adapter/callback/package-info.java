@NullMarked
package dev.kopeck.gateway.adapter.callback;

import org.jspecify.annotations.NullMarked;
