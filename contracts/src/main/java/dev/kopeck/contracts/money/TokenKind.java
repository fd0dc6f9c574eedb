package dev.kopeck.contracts.money;

/** The five kinds of tokens that a price distinguishes. */
public enum TokenKind {
    INPUT,
    CACHED_INPUT,
    CACHE_WRITE,
    OUTPUT,
    REASONING
}
