package dev.kopeck.billing.adapter.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.kopeck.billing.domain.Books;
import dev.kopeck.billing.domain.PriceQuote;
import dev.kopeck.contracts.money.LineItem;
import dev.kopeck.contracts.money.Nanos;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Quotes as they go out. */
final class QuoteViews {

    private static final int NANO_SCALE = 9;
    private static final int RATE_SCALE = 6;
    private static final int LEAST_DECIMALS = 2;

    private QuoteViews() {}

    /**
     * @param rate per million tokens
     * @param amount exact, so it may have more decimals than an amount of money; only the total is rounded
     */
    @Schema(name = "QuoteLineView")
    record LineView(
            @Schema(description = "Which tokens: input, cached_input, cache_write, output, reasoning.")
            String kind,

            long tokens,
            @Schema(ref = ApiDocument.RATE) String rate,

            @Schema(
                    description =
                            "A decimal string, exact, so it may have more decimals than an amount; only the total is rounded.")
            String amount) {
        static LineView of(LineItem line) {
            return new LineView(
                    line.kind().name().toLowerCase(Locale.ROOT),
                    line.tokens(),
                    new Nanos(line.rate()).toDecimal(),
                    amount(line));
        }

        private static String amount(LineItem line) {
            var exact = BigDecimal.valueOf(line.tokens())
                    .multiply(BigDecimal.valueOf(line.rate()))
                    .movePointLeft(NANO_SCALE + RATE_SCALE)
                    .stripTrailingZeros();
            return exact.setScale(Math.max(LEAST_DECIMALS, exact.scale())).toPlainString();
        }
    }

    /**
     * @param charged false where the answer has no token of output, which is free
     * @param total the lines' sum, rounded up once to whole nanos
     */
    @Schema(name = "QuotedChargeView", description = "What a usage costs.", examples = """
                    {"model":"kopeck-sim","priceVersion":1,"currency":"USD","charged":true,\
                    "lineItems":[{"kind":"input","tokens":1000,"rate":"0.50","amount":"0.0005"},\
                    {"kind":"output","tokens":200,"rate":"2.00","amount":"0.0004"}],"total":"0.0009"}""")
    record ChargeView(
            String model,
            int priceVersion,
            String currency,

            @Schema(description = "false where the answer has no token of output, which is free.")
            boolean charged,

            List<LineView> lineItems,
            @Schema(ref = ApiDocument.AMOUNT) String total) {

        static ChargeView of(PriceQuote.Charge charge) {
            return new ChargeView(
                    charge.model(),
                    charge.priceVersion(),
                    Books.CURRENCY,
                    charge.charged(),
                    charge.lineItems().stream().map(LineView::of).toList(),
                    charge.total().toDecimal());
        }
    }

    /**
     * @param worstCase the most that the prompt can cost
     * @param floor the least that the account must have
     * @param held what would be held; left out where the account is short
     * @param grantedOutputTokens the longest answer that the hold covers, at most what was wanted
     * @param available what the account could spend; left out where none was asked about
     * @param declined why the prompt would be declined; left out where it would not
     */
    @Schema(name = "QuotedHoldView", description = "What is held for a prompt.", examples = """
                    {"model":"kopeck-sim","priceVersion":1,"currency":"USD","worstCase":"0.0025","floor":"0.000502",\
                    "held":"0.0025","grantedOutputTokens":1000,"available":"5.00"}""")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record HoldView(
            String model,
            int priceVersion,
            String currency,
            @Schema(ref = ApiDocument.AMOUNT) String worstCase,
            @Schema(ref = ApiDocument.AMOUNT) String floor,
            @Schema(ref = ApiDocument.AMOUNT) @Nullable String held,

            @Schema(description = "The longest answer that the hold covers, at most what was wanted.")
            long grantedOutputTokens,

            @Schema(ref = ApiDocument.AMOUNT) @Nullable String available,

            @Schema(description = "Why the prompt would be declined; left out where it would not.") @Nullable String declined) {

        static HoldView of(PriceQuote.Hold hold) {
            return new HoldView(
                    hold.model(),
                    hold.priceVersion(),
                    Books.CURRENCY,
                    hold.worstCase().toDecimal(),
                    hold.floor().toDecimal(),
                    hold.held().toDecimal(),
                    hold.grantedOutputTokens(),
                    hold.spendable().map(Nanos::toDecimal).orElse(null),
                    null);
        }

        static HoldView of(PriceQuote.TooLittle tooLittle) {
            return new HoldView(
                    tooLittle.model(),
                    tooLittle.priceVersion(),
                    Books.CURRENCY,
                    tooLittle.worstCase().toDecimal(),
                    tooLittle.floor().toDecimal(),
                    null,
                    0,
                    tooLittle.spendable().toDecimal(),
                    "insufficient_funds");
        }
    }
}
