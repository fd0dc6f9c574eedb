/** Kafka: submitted prompts out, outcomes and chunks in, dead letters aside. */
@NullMarked
package dev.kopeck.telegram.adapter.kafka;

import org.jspecify.annotations.NullMarked;
