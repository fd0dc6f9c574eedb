/** The whole service on embedded Kafka and PostgreSQL, against a simulated Telegram and a stub of billing. */
@NullMarked
package dev.kopeck.telegram;

import org.jspecify.annotations.NullMarked;
