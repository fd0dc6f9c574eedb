package dev.kopeck.gateway.application.relay;

import java.time.Duration;

/**
 * @param replyTimeout how long billing may take to authorise or decline
 * @param settleTimeout how long the end of an answer waits for its price
 * @param firstTokenTimeout silence that is accepted before an answer begins
 * @param idleTimeout silence that is accepted in the middle of an answer
 * @param durationMax how long a call may take
 * @param holdMargin how long before the end of its hold a call is over
 * @param outputDefault tokens that an answer may have where neither its request nor experience says
 * @param outputHeadroom what the usual length of a model's answers is multiplied by
 */
public record RelaySettings(
        Duration replyTimeout,
        Duration settleTimeout,
        Duration firstTokenTimeout,
        Duration idleTimeout,
        Duration durationMax,
        Duration holdMargin,
        long outputDefault,
        int outputHeadroom) {}
