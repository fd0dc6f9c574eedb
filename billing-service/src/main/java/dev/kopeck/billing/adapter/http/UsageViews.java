package dev.kopeck.billing.adapter.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.kopeck.billing.domain.MoneyDay;
import dev.kopeck.billing.domain.UncollectedUsage;
import dev.kopeck.billing.domain.UsageLine;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reports as they go out. */
final class UsageViews {

    private UsageViews() {}

    /** How many prompts, and how much of their money. */
    record PartView(long prompts, String amount) {}

    /** Only what was grouped by is there. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record UsageView(
            @Nullable String day,
            @Nullable String account,
            @Nullable String model,
            @Nullable String channel,
            long prompts,
            PartView charged,
            PartView estimated,
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

    record FlowView(String kind, long entries, String credited, String debited) {
        static FlowView of(MoneyDay.Flow flow) {
            return new FlowView(
                    flow.kind().apiName(),
                    flow.entries(),
                    flow.credited().toDecimal(),
                    flow.debited().toDecimal());
        }
    }

    /** @param revenue charges and breakage, less what was refunded of them */
    record MoneyDayView(String day, String revenue, List<FlowView> kinds) {
        static MoneyDayView of(MoneyDay day) {
            return new MoneyDayView(
                    day.day().toString(),
                    day.revenue().toDecimal(),
                    day.flows().stream().map(FlowView::of).toList());
        }
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record UncollectedView(
            String entryId,
            String promptId,
            String accountId,
            String amount,
            String reason,
            @Nullable String model,
            boolean estimated,
            String createdAt) {

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
}
