package dev.kopeck.billing.domain;

/** Tokens of a prompt as its ledger entry has them: cached and written ones are parts of the input. */
public record TokenCounts(int input, int cachedInput, int cacheWrite, int output, int reasoning) {}
