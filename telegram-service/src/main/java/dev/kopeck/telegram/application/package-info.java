/** What the bot does: use cases, and the ports through which they reach Telegram, billing, Kafka and the database. */
@NullMarked
package dev.kopeck.telegram.application;

import org.jspecify.annotations.NullMarked;
