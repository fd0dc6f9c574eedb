package dev.kopeck.billing.adapter.postgres;

import dev.kopeck.billing.domain.Derivation;
import dev.kopeck.billing.domain.PriceVersion;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Price versions with their place in the history of their model. */
final class PriceVersionRows {

    /** All versions; derived ones show when they were made, since they take effect with their base. */
    static final String SELECT = """
            SELECT p.version, p.model, p.currency, p.input, p.cached_input, p.cache_write, p.output, p.reasoning,
                   p.tiers, coalesce(b.effective_from, p.effective_from) AS effective_from, p.created_at,
                   p.base_version, p.factor, w.withdrawn_at,
                   (SELECT min(n.effective_from) FROM listed_price n
                     WHERE n.model = p.model AND w.version IS NULL
                       AND (n.effective_from, n.version)
                           > (coalesce(b.effective_from, p.effective_from), coalesce(b.version, p.version)))
                     AS effective_until
              FROM price p
              LEFT JOIN price b ON b.version = p.base_version
              LEFT JOIN price_withdrawal w ON w.version = p.version
            """;

    private PriceVersionRows() {}

    static PriceVersion version(Row row) {
        Optional<Derivation> derivation =
                row.getInteger("base_version") == null ? Optional.empty() : Optional.of(PriceRows.derivation(row));
        return new PriceVersion(
                PriceRows.price(row),
                Optional.ofNullable(instant(row, "effective_until")),
                Optional.ofNullable(instant(row, "withdrawn_at")),
                derivation);
    }

    private static @Nullable Instant instant(Row row, String column) {
        var time = row.getOffsetDateTime(column);
        return time == null ? null : time.toInstant();
    }
}
