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
import org.eclipse.microprofile.openapi.annotations.media.Schema;
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
    @Schema(description = "An entry of the ledger.", examples = """
                    {"cursor":"4711.0193565e-5d0b-7c70-8b0a-d4a95f2f6b1c","id":"0193565e-5d0b-7c70-8b0a-d4a95f2f6b1c",\
                    "createdAt":"2026-11-25T10:15:31.123456Z","kind":"charge","debitAccount":1001,"creditAccount":1,\
                    "amount":"0.00007","held":"0.00205","account":1001,"seq":2,"balanceAfter":"4.99993","priceVersion":1,\
                    "model":"kopeck-sim","channel":"api","inputTokens":20,"cachedInputTokens":0,"cacheWriteTokens":0,\
                    "outputTokens":30,"reasoningTokens":0,"estimated":false,"ref":"0193565e-5d0c-7b1e-9a51-6c1f2b7f0a11"}""")
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
            @Schema(description = "Where the next export goes on behind this entry.")
            String cursor,

            String id,
            @Schema(ref = ApiDocument.TIME) String createdAt,
            String kind,
            long debitAccount,
            long creditAccount,
            @Schema(ref = ApiDocument.AMOUNT) String amount,
            @Schema(ref = ApiDocument.AMOUNT) String held,
            long account,

            @Schema(description = "The entry's number among those of its account.")
            long seq,

            @Schema(ref = ApiDocument.AMOUNT) String balanceAfter,
            @Nullable Integer priceVersion,
            @Nullable FreeText model,
            @Nullable String channel,
            @Nullable Integer inputTokens,
            @Nullable Integer cachedInputTokens,
            @Nullable Integer cacheWriteTokens,
            @Nullable Integer outputTokens,
            @Nullable Integer reasoningTokens,

            @Schema(description = "Whether Kopeck counted the tokens instead of the provider.")
            boolean estimated,

            @Schema(description = "What the entry belongs to: the prompt of a charge, the entry of a refund.") @Nullable String ref,

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
    @Schema(description = "What one of the accounts of the books themselves holds.")
    record SystemBalanceView(
            String id,

            @Schema(description = "What the account is for; its id where this version does not know it.")
            String name,

            @Schema(ref = ApiDocument.AMOUNT) String balance) {
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
    @Schema(examples = """
                    {"customers":"12.50","system":[{"id":"1","name":"revenue","balance":"2.50"},\
                    {"id":"2","name":"cash","balance":"-15.00"}],"difference":"0.00"}""")
    record BalancesView(
            @Schema(ref = ApiDocument.AMOUNT) String customers,
            List<SystemBalanceView> system,

            @Schema(description = "Zero, or somebody moved money behind the books' back. A decimal string.")
            String difference) {
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
    @Schema(description = "A part of the ledger, by time.", examples = """
                    {"name":"ledger_2026_11","from":"2026-11-01T00:00:00Z","until":"2026-12-01T00:00:00Z","entries":120000}""")
    record PartitionView(
            String name,
            @Schema(ref = ApiDocument.TIME) @Nullable String from,
            @Schema(ref = ApiDocument.TIME) @Nullable String until,
            @Schema(description = "About how many.") long entries) {
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
