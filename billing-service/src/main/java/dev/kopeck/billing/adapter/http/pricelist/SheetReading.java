package dev.kopeck.billing.adapter.http.pricelist;

import dev.kopeck.billing.domain.PriceSheet;

/** What came of reading a price list. */
public sealed interface SheetReading {

    /** It could be read; single rows may be invalid. */
    record Read(PriceSheet sheet) implements SheetReading {}

    /** It cannot be read as a whole: nothing of it is used. */
    record Unreadable(String reason) implements SheetReading {}
}
