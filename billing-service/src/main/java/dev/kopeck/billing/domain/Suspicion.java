package dev.kopeck.billing.domain;

/** Why a price is set or imported only after somebody has confirmed it. */
public enum Suspicion {
    /** A rate becomes ten times what it was, or a tenth, or more than that. */
    JUMP,
    /** It looks like a price per token where one per million is meant, or the other way round. */
    UNIT,
    /** It costs nothing: in price lists zero often means that nobody knows. */
    FREE
}
