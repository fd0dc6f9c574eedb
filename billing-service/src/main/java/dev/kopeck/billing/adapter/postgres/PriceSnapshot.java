package dev.kopeck.billing.adapter.postgres;

import dev.kopeck.billing.domain.PriceList;
import java.time.Instant;
import java.time.OffsetDateTime;

/**
 * The price list in memory, and what tells whether it is still true.
 *
 * @param prices the number of price_epoch that its prices and models were read under
 * @param accounts the number that the accounts' factors were read under
 * @param nextChange when the next listed version takes effect, by the database's clock
 * @param checkedAt when it was known to be true, by our own clock
 */
record PriceSnapshot(PriceList list, long prices, long accounts, OffsetDateTime nextChange, Instant checkedAt) {

    static final PriceSnapshot NONE = new PriceSnapshot(PriceList.EMPTY, 0, 0, OffsetDateTime.MIN, Instant.MIN);

    /** @param now by the database's clock */
    boolean hasPrices(long epoch, OffsetDateTime now) {
        return prices == epoch && now.isBefore(nextChange);
    }

    boolean hasAccounts(long epoch) {
        return accounts == epoch;
    }

    PriceSnapshot checked(Instant at) {
        return new PriceSnapshot(list, prices, accounts, nextChange, at);
    }
}
