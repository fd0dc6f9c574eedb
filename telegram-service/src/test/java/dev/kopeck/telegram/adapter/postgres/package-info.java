@NullMarked
package dev.kopeck.telegram.adapter.postgres;

import org.jspecify.annotations.NullMarked;
