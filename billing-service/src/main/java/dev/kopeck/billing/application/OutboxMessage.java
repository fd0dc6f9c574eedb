package dev.kopeck.billing.application;

import dev.kopeck.contracts.event.Topic;
import java.util.Map;

/** An encoded event on its way out. */
@SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
public record OutboxMessage(Topic topic, String key, Map<String, String> headers, byte[] value) {}
