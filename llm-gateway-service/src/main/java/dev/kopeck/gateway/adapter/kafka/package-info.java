/** Prompts come in and completions go out over Kafka. */
@NullMarked
package dev.kopeck.gateway.adapter.kafka;

import org.jspecify.annotations.NullMarked;
