package dev.kopeck.contracts.money;

/**
 * One line of a charge: so many tokens of one kind at one rate. The lines are not rounded; only their sum is.
 *
 * @param rate nanos per million tokens
 */
public record LineItem(TokenKind kind, long tokens, long rate) {}
