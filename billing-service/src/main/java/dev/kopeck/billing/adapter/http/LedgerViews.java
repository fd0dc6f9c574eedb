package dev.kopeck.billing.adapter.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.kopeck.billing.domain.BookEntry;
import dev.kopeck.billing.domain.BooksBalance;
import dev.kopeck.billing.domain.LedgerPartition;
import dev.kopeck.billing.domain.TokenCounts;
import dev.kopeck.contracts.event.Channel;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The ledger as it goes out. */
final class LedgerViews {

    private LedgerViews() {}

    /**
     * An entry of an export, in JSON and CSV alike.
     *
     * @param cursor where the next export goes on behind this entry
     * @param amount what moved from the debited to the credited account; never negative
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonPropertyOrder({
        "cursor",
        "id",
        "createdAt",
        "kind",
        "debitAccount",
        "creditAccount",
        "amount",
        "held",
        "account",
        "seq",
        "balanceAfter",
        "priceVersion",
        "model",
        "channel",
        "inputTokens",
        "cachedInputTokens",
        "cacheWriteTokens",
        "outputTokens",
        "reasoningTokens",
        "estimated",
        "ref",
        "keyId",
        "reference",
        "operator",
        "reason"
    })
    record ExportView(
            String cursor,
            String id,
            String createdAt,
            String kind,
            long debitAccount,
            long creditAccount,
            String amount,
            String held,
            long account,
            long seq,
            String balanceAfter,
            @Nullable Integer priceVersion,
            @Nullable FreeText model,
            @Nullable String channel,
            @Nullable Integer inputTokens,
            @Nullable Integer cachedInputTokens,
            @Nullable Integer cacheWriteTokens,
            @Nullable Integer outputTokens,
            @Nullable Integer reasoningTokens,
            boolean estimated,
            @Nullable String ref,
            @Nullable String keyId,
            @Nullable FreeText reference,
            @Nullable FreeText operator,
            @Nullable FreeText reason) {

        static ExportView of(BookEntry entry) {
            var notes = entry.notes();
            return new ExportView(
                    entry.cursor().text(),
                    entry.id().toString(),
                    entry.createdAt().toString(),
                    entry.kind().apiName(),
                    entry.debitAccount(),
                    entry.creditAccount(),
                    entry.amount().toDecimal(),
                    entry.held().toDecimal(),
                    entry.customer().value(),
                    entry.seq(),
                    entry.balanceAfter().toDecimal(),
                    entry.priceVersion().orElse(null),
                    FreeText.of(entry.model()),
                    LedgerViews.channel(entry.channel()),
                    count(entry, TokenCounts::input),
                    count(entry, TokenCounts::cachedInput),
                    count(entry, TokenCounts::cacheWrite),
                    count(entry, TokenCounts::output),
                    count(entry, TokenCounts::reasoning),
                    entry.estimated(),
                    text(entry.ref()),
                    text(entry.keyId()),
                    FreeText.of(notes.reference()),
                    FreeText.of(notes.operator()),
                    FreeText.of(notes.reason()));
        }
    }

    /** @param name what the account is for; its id where this version does not know it */
    record SystemBalanceView(String id, String name, String balance) {
        static SystemBalanceView of(long id, String balance) {
            return new SystemBalanceView(Long.toString(id), name(id), balance);
        }

        private static String name(long id) {
            return switch ((int) id) {
                case 1 -> "revenue";
                case 2 -> "cash";
                case 3 -> "promotions";
                case 4 -> "adjustments";
                default -> "system-" + id;
            };
        }
    }

    /** @param difference zero, or somebody moved money behind the books' back */
    record BalancesView(String customers, List<SystemBalanceView> system, String difference) {
        static BalancesView of(BooksBalance balance) {
            return new BalancesView(
                    balance.customers().toDecimal(),
                    balance.system().keySet().stream()
                            .sorted()
                            .map(id -> SystemBalanceView.of(
                                    id,
                                    balance.system()
                                            .getOrDefault(id, balance.difference())
                                            .toDecimal()))
                            .toList(),
                    balance.difference().toDecimal());
        }
    }

    /** @param entries about how many */
    record PartitionView(
            String name, @Nullable String from, @Nullable String until, long entries) {
        static PartitionView of(LedgerPartition partition) {
            return new PartitionView(
                    partition.name(),
                    partition.from().map(Instant::toString).orElse(null),
                    partition.until().map(Instant::toString).orElse(null),
                    partition.entries());
        }
    }

    static @Nullable String channel(Optional<Channel> channel) {
        return channel.map(known -> known.name().toLowerCase(Locale.ROOT)).orElse(null);
    }

    static @Nullable String text(Optional<UUID> id) {
        return id.map(UUID::toString).orElse(null);
    }

    static @Nullable Integer count(BookEntry entry, Function<TokenCounts, Integer> kind) {
        return entry.tokens().map(kind).orElse(null);
    }
}
