package dev.kopeck.billing.adapter.http.pricelist;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The formats that price lists come in. */
public enum SheetFormat {
    /** Our own table: rates in currency per million tokens. */
    CSV,
    /** Our own JSON: prices as they are set one by one. */
    JSON,
    /**
     * LiteLLM's list: cost in USD per token.
     *
     * @see <a href="https://github.com/BerriAI/litellm/blob/main/model_prices_and_context_window.json">the list</a>
     */
    LITELLM;

    public static Optional<SheetFormat> of(String name) {
        return Arrays.stream(values())
                .filter(format -> format.apiName().equals(name))
                .findFirst();
    }

    public String apiName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Reads a list. Costs time: not for an event loop.
     *
     * @param rowsMax a longer list is not read to its end
     */
    public SheetReading read(byte[] body, int rowsMax) {
        return switch (this) {
            case CSV -> new CsvSheet(rowsMax).read(body);
            case JSON -> new JsonSheet(rowsMax).read(body);
            case LITELLM -> new LiteLlmSheet(rowsMax).read(body);
        };
    }
}
