package dev.kopeck.gateway.application;

import dev.kopeck.gateway.domain.PreviewPolicy;

/**
 * @param answerCharsMax UTF-16 units that an answer may have; a longer one ends there, as if its limit was reached
 * @param previews what is shown meanwhile
 */
public record DeliverySettings(int answerCharsMax, PreviewPolicy previews) {}
