package dev.kopeck.gateway.application;

import java.time.Duration;

/** @param backlogAfter a prompt that is older than this when it comes has waited at the broker, and is not refused */
public record TurnSettings(Duration backlogAfter) {}
