package dev.kopeck.gateway.application;

import dev.kopeck.contracts.money.Usage;
import org.jspecify.annotations.Nullable;

/**
 * What an item of a provider's answer means for the attempt that it belongs to.
 *
 * @param delivers whether the reader has got something by it, so that nobody may be asked again
 * @param ends whether it says that the answer is whole; a stream that completes without such an item was cut
 * @param usage what the provider says that it counted until now; null where this item says nothing of it
 */
public record Heard(
        boolean delivers, boolean ends, @Nullable Usage usage) {

    /** A sign of life. */
    public static final Heard NOTHING = new Heard(false, false, null);

    public static final Heard DELIVERED = new Heard(true, false, null);

    public static Heard end(@Nullable Usage usage) {
        return new Heard(false, true, usage);
    }
}
