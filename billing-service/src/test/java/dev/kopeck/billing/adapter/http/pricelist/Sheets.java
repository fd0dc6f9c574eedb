package dev.kopeck.billing.adapter.http.pricelist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kopeck.billing.domain.PriceSheet;
import java.nio.charset.StandardCharsets;

/** Reads price lists as the service does. */
final class Sheets {

    static final int ROWS_MAX = 100;

    private Sheets() {}

    static PriceSheet read(SheetFormat format, String text) {
        var reading = format.read(text.getBytes(StandardCharsets.UTF_8), ROWS_MAX);
        assertThat(reading).isInstanceOf(SheetReading.Read.class);
        return ((SheetReading.Read) reading).sheet();
    }

    static String unreadable(SheetFormat format, String text) {
        var reading = format.read(text.getBytes(StandardCharsets.UTF_8), ROWS_MAX);
        assertThat(reading).isInstanceOf(SheetReading.Unreadable.class);
        return ((SheetReading.Unreadable) reading).reason();
    }
}
