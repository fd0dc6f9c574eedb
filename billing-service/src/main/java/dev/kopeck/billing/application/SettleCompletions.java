package dev.kopeck.billing.application;

import dev.kopeck.billing.domain.Books;
import dev.kopeck.billing.domain.Price;
import dev.kopeck.billing.domain.Settlement;
import dev.kopeck.billing.domain.SettlementRequest;
import dev.kopeck.contracts.event.ChargeSettled;
import dev.kopeck.contracts.event.CompletionFinished;
import dev.kopeck.contracts.money.LineItem;
import dev.kopeck.contracts.money.Nanos;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Resolves the holds of a batch of finished completions: one transaction per batch, answers as recorded, so that a
 * redelivered batch is answered with the same events.
 */
public final class SettleCompletions {

    private static final Logger LOG = Logger.getLogger(SettleCompletions.class);

    private final Prices prices;
    private final Holds holds;
    private final BatchGuard guard;
    private final BillingMetrics metrics;

    public SettleCompletions(Prices prices, Holds holds, BatchGuard guard, BillingMetrics metrics) {
        this.prices = prices;
        this.holds = holds;
        this.guard = guard;
        this.metrics = metrics;
    }

    /** One decision per completion, in order. Never fails: what does not fit the books is parked. */
    public Uni<List<CompletionDecision>> settle(List<CompletionFinished> completions) {
        return Rounds.inRounds(completions, CompletionFinished::promptId, this::settleDistinct);
    }

    private Uni<List<CompletionDecision>> settleDistinct(List<CompletionFinished> completions) {
        return guard.run(completions, this::resolve, SettleCompletions::parked);
    }

    private Uni<List<CompletionDecision>> resolve(List<CompletionFinished> completions) {
        var versions =
                completions.stream().map(CompletionFinished::priceVersion).collect(Collectors.toSet());
        return prices.versions(versions).chain(known -> resolve(completions, known));
    }

    private Uni<List<CompletionDecision>> resolve(List<CompletionFinished> completions, Map<Integer, Price> known) {
        var decisions = new ArrayList<CompletionDecision>(completions.size());
        var requests = new ArrayList<SettlementRequest>(completions.size());
        var places = new ArrayList<Integer>(completions.size());
        for (var completion : completions) {
            try {
                var price = known.get(completion.priceVersion());
                if (price != null) {
                    requests.add(SettlementRequest.of(completion, price.terms()));
                    places.add(decisions.size());
                }
                decisions.add(new CompletionDecision.Parked(
                        "price version %d does not exist".formatted(completion.priceVersion())));
            } catch (ArithmeticException overflow) {
                decisions.add(new CompletionDecision.Parked("the cost of its usage is out of range"));
            }
        }
        return holds.settle(requests).map(settlements -> filled(decisions, places, requests, settlements, known));
    }

    private List<CompletionDecision> filled(
            List<CompletionDecision> decisions,
            List<Integer> places,
            List<SettlementRequest> requests,
            List<Settlement> settlements,
            Map<Integer, Price> known) {
        for (int i = 0; i < settlements.size(); i++) {
            decisions.set(places.get(i), decision(requests.get(i), settlements.get(i), known));
        }
        return decisions;
    }

    private CompletionDecision decision(SettlementRequest request, Settlement settlement, Map<Integer, Price> known) {
        return switch (settlement) {
            case Settlement.Parked parked -> new CompletionDecision.Parked(parked.reason());
            case Settlement.Resolved resolved -> {
                note(request.completion(), resolved);
                yield new CompletionDecision.Told(event(request.completion(), resolved, known), resolved.at());
            }
        };
    }

    private static ChargeSettled event(
            CompletionFinished completion, Settlement.Resolved resolved, Map<Integer, Price> known) {
        var price = Objects.requireNonNull(known.get(completion.priceVersion()), "price was found before");
        return new ChargeSettled(
                completion.promptId(),
                completion.payer(),
                completion.channel(),
                completion.accountId(),
                price.model(),
                resolved.resolution(),
                resolved.charged(),
                resolved.released(),
                resolved.uncollected(),
                resolved.balance(),
                Books.CURRENCY,
                completion.priceVersion(),
                lineItems(resolved, price),
                resolved.estimated());
    }

    private static List<LineItem> lineItems(Settlement.Resolved resolved, Price price) {
        return switch (resolved.resolution()) {
            case SETTLED, SETTLED_LATE -> price.terms().lineItems(resolved.usage());
            case RELEASED, EXPIRED -> List.of();
        };
    }

    private void note(CompletionFinished completion, Settlement.Resolved resolved) {
        if (resolved.replay()) {
            metrics.settlement("replayed", Nanos.ZERO, Nanos.ZERO);
            return;
        }
        metrics.settlement(
                resolved.resolution().name().toLowerCase(Locale.ROOT), resolved.charged(), resolved.uncollected());
        if (resolved.uncollected().value() > 0) {
            LOG.warnf(
                    "Usage cost more than could be charged promptId=%s accountId=%s model=%s resolution=%s"
                            + " uncollectedNanos=%d",
                    completion.promptId(),
                    completion.accountId(),
                    completion.model(),
                    resolved.resolution(),
                    resolved.uncollected().value());
        }
    }

    private static CompletionDecision parked(CompletionFinished completion, Throwable failure) {
        return new CompletionDecision.Parked(Failures.sentence(failure));
    }
}
