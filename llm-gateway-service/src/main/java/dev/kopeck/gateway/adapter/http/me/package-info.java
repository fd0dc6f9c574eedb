/** What the holder of a key may see of the own account. */
@NullMarked
package dev.kopeck.gateway.adapter.http.me;

import org.jspecify.annotations.NullMarked;
