package dev.kopeck.billing.adapter.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.kopeck.billing.domain.EstimatedCharge;
import dev.kopeck.billing.domain.MoneyDay;
import dev.kopeck.billing.domain.UncollectedUsage;
import dev.kopeck.billing.domain.UsageLine;
import java.time.LocalDate;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Reports as they go out. */
final class UsageViews {

    private UsageViews() {}

    /** How many prompts, and how much of their money. */
    @Schema(description = "How many prompts, and how much of their money.")
    record PartView(
            long prompts, @Schema(ref = ApiDocument.AMOUNT) String amount) {}

    /** Only what was grouped by is there. */
    @Schema(description = "Prompts that ended. Only what was grouped by is there.", examples = """
                    {"day":"2026-11-25","model":"kopeck-sim","prompts":42,"charged":{"prompts":41,"amount":"0.0287"},\
                    "estimated":{"prompts":1,"amount":"0.0007"},"uncollected":{"prompts":0,"amount":"0.00"},\
                    "tokens":{"input":820,"cachedInput":0,"cacheWrite":0,"output":1230,"reasoning":0}}""")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record UsageView(
            @Schema(format = "date") @Nullable String day,
            @Nullable String account,
            @Nullable String model,
            @Nullable String channel,
            long prompts,
            PartView charged,

            @Schema(description = "The part of charged whose tokens Kopeck counted instead of the provider.")
            PartView estimated,

            @Schema(description = "What could not be charged.")
            PartView uncollected,

            UsageLine.Tokens tokens) {

        static UsageView of(UsageLine line) {
            var key = line.key();
            return new UsageView(
                    key.day().map(LocalDate::toString).orElse(null),
                    key.account().map(String::valueOf).orElse(null),
                    key.model().orElse(null),
                    LedgerViews.channel(key.channel()),
                    line.prompts(),
                    new PartView(line.chargedPrompts(), line.charged().toDecimal()),
                    new PartView(line.estimatedPrompts(), line.estimated().toDecimal()),
                    new PartView(line.uncollectedPrompts(), line.uncollected().toDecimal()),
                    line.tokens());
        }
    }

    record FlowView(
            String kind,
            long entries,
            @Schema(ref = ApiDocument.AMOUNT) String credited,
            @Schema(ref = ApiDocument.AMOUNT) String debited) {
        static FlowView of(MoneyDay.Flow flow) {
            return new FlowView(
                    flow.kind().apiName(),
                    flow.entries(),
                    flow.credited().toDecimal(),
                    flow.debited().toDecimal());
        }
    }

    /** @param revenue charges and breakage, less what was refunded of them */
    @Schema(examples = """
                    {"day":"2026-11-25","revenue":"0.0287","kinds":[\
                    {"kind":"charge","entries":41,"credited":"0.00","debited":"0.0287"}]}""")
    record MoneyDayView(
            @Schema(format = "date") String day,

            @Schema(description = "Charges and breakage, less what was refunded of them. A decimal string.")
            String revenue,

            List<FlowView> kinds) {
        static MoneyDayView of(MoneyDay day) {
            return new MoneyDayView(
                    day.day().toString(),
                    day.revenue().toDecimal(),
                    day.flows().stream().map(FlowView::of).toList());
        }
    }

    @Schema(examples = """
                    {"entryId":"0193565e-5d0b-7c70-8b0a-d4a95f2f6b1c","promptId":"0193565e-5d0c-7b1e-9a51-6c1f2b7f0a11",\
                    "accountId":"1001","amount":"0.00002","reason":"above_hold","model":"kopeck-sim","estimated":false,\
                    "createdAt":"2026-11-25T10:15:30.123456Z"}""")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record UncollectedView(
            String entryId,
            String promptId,
            String accountId,
            @Schema(ref = ApiDocument.AMOUNT) String amount,

            @Schema(description = "above_hold or after_expiry.")
            String reason,

            @Nullable String model,
            boolean estimated,
            @Schema(ref = ApiDocument.TIME) String createdAt) {

        static UncollectedView of(UncollectedUsage usage) {
            return new UncollectedView(
                    usage.entry().toString(),
                    usage.prompt().toString(),
                    usage.account().toString(),
                    usage.amount().toDecimal(),
                    usage.reason().apiName(),
                    usage.model().orElse(null),
                    usage.estimated(),
                    usage.at().toString());
        }
    }

    /** @param late charged after its hold had expired, as an entry of its own */
    @Schema(examples = """
                    {"entryId":"0193565e-5d0b-7c70-8b0a-d4a95f2f6b1c","promptId":"0193565e-5d0b-7c70-8b0a-d4a95f2f6b1c",\
                    "accountId":"1001","amount":"0.00007","late":false,"model":"kopeck-sim","channel":"telegram",\
                    "tokens":{"input":100,"cachedInput":0,"cacheWrite":0,"output":10,"reasoning":0},\
                    "createdAt":"2026-11-25T10:15:30.123456Z"}""")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record EstimatedView(
            String entryId,
            String promptId,
            String accountId,
            @Schema(ref = ApiDocument.AMOUNT) String amount,

            @Schema(description = "Charged after its hold had expired, as an entry of its own.")
            boolean late,

            @Nullable String model,
            @Nullable String channel,
            UsageLine.Tokens tokens,
            @Schema(ref = ApiDocument.TIME) String createdAt) {

        static EstimatedView of(EstimatedCharge charge) {
            return new EstimatedView(
                    charge.entry().toString(),
                    charge.prompt().toString(),
                    charge.account().toString(),
                    charge.amount().toDecimal(),
                    charge.late(),
                    charge.model().orElse(null),
                    LedgerViews.channel(charge.channel()),
                    charge.tokens(),
                    charge.at().toString());
        }
    }
}
