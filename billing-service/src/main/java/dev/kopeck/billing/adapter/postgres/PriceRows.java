package dev.kopeck.billing.adapter.postgres;

import dev.kopeck.billing.domain.Derivation;
import dev.kopeck.billing.domain.Factor;
import dev.kopeck.billing.domain.Price;
import dev.kopeck.contracts.money.ContextTier;
import dev.kopeck.contracts.money.PriceTerms;
import dev.kopeck.contracts.money.Rates;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import java.util.List;

/** Rows of table price, and the JSON of their tiers: rates in nanos per million tokens, as everywhere in the books. */
final class PriceRows {

    static final String COLUMNS =
            "version, model, currency, input, cached_input, cache_write, output, reasoning, tiers,"
                    + " effective_from, created_at";

    private PriceRows() {}

    static Price price(Row row) {
        var base = new Rates(
                row.getLong("input"),
                row.getLong("cached_input"),
                row.getLong("cache_write"),
                row.getLong("output"),
                row.getLong("reasoning"));
        return new Price(
                row.getString("model"),
                row.getString("currency"),
                new PriceTerms(row.getInteger("version"), base, tiers(row.getJsonArray("tiers"))),
                row.getOffsetDateTime("effective_from").toInstant(),
                row.getOffsetDateTime("created_at").toInstant());
    }

    /** Of a row that has one. */
    static Derivation derivation(Row row) {
        return new Derivation(row.getInteger("base_version"), new Factor(row.getLong("factor")));
    }

    static JsonArray tiers(List<ContextTier> tiers) {
        var array = new JsonArray();
        for (var tier : tiers) {
            var rates = tier.rates();
            array.add(new JsonObject()
                    .put("aboveInputTokens", tier.aboveInputTokens())
                    .put("input", rates.input())
                    .put("cachedInput", rates.cachedInput())
                    .put("cacheWrite", rates.cacheWrite())
                    .put("output", rates.output())
                    .put("reasoning", rates.reasoning()));
        }
        return array;
    }

    private static List<ContextTier> tiers(JsonArray array) {
        return array.stream().map(JsonObject.class::cast).map(PriceRows::tier).toList();
    }

    private static ContextTier tier(JsonObject tier) {
        return new ContextTier(
                tier.getLong("aboveInputTokens"),
                new Rates(
                        tier.getLong("input"),
                        tier.getLong("cachedInput"),
                        tier.getLong("cacheWrite"),
                        tier.getLong("output"),
                        tier.getLong("reasoning")));
    }
}
