/** The service's own database, through the reactive PostgreSQL client: every write is one statement or one claim. */
@NullMarked
package dev.kopeck.telegram.adapter.postgres;

import org.jspecify.annotations.NullMarked;
