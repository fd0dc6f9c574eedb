package dev.kopeck.gateway.application;

import dev.kopeck.gateway.domain.PreviewPolicy;
import java.time.Duration;

/**
 * @param firstTokenTimeout silence that is accepted from the call to the first sign of life
 * @param idleTimeout silence that is accepted after that
 * @param answerCharsMax UTF-16 units that an answer may have; a longer one ends there, as if its limit was reached
 * @param previews what is shown meanwhile
 */
public record DeliverySettings(
        Duration firstTokenTimeout, Duration idleTimeout, int answerCharsMax, PreviewPolicy previews) {}
