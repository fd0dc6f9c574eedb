package dev.kopeck.billing.application;

import dev.kopeck.billing.domain.Books;
import dev.kopeck.billing.domain.Price;
import dev.kopeck.billing.domain.Reservation;
import dev.kopeck.billing.domain.ReservationPolicy;
import dev.kopeck.billing.domain.ReservationRequest;
import dev.kopeck.contracts.event.PromptAuthorized;
import dev.kopeck.contracts.event.PromptDeclined;
import dev.kopeck.contracts.event.PromptSubmitted;
import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.contracts.identity.Payer;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Decides a batch of submitted prompts: one transaction per batch, answers as recorded, so that a redelivered batch is
 * answered with the same events.
 */
public final class ReservePrompts {

    private final ReservationPolicy policy;
    private final Payers payers;
    private final Prices prices;
    private final Holds holds;
    private final BatchGuard guard;
    private final BillingMetrics metrics;

    public ReservePrompts(
            ReservationPolicy policy,
            Payers payers,
            Prices prices,
            Holds holds,
            BatchGuard guard,
            BillingMetrics metrics) {
        this.policy = policy;
        this.payers = payers;
        this.prices = prices;
        this.holds = holds;
        this.guard = guard;
        this.metrics = metrics;
    }

    /** One decision per prompt, in order. Never fails: what cannot be decided is parked. */
    public Uni<List<PromptDecision>> decide(List<PromptSubmitted> prompts) {
        return Rounds.inRounds(prompts, PromptSubmitted::promptId, this::decideDistinct)
                .invoke(decisions -> decisions.forEach(this::count));
    }

    private Uni<List<PromptDecision>> decideDistinct(List<PromptSubmitted> prompts) {
        return guard.run(prompts, this::reserve, ReservePrompts::parked);
    }

    private Uni<List<PromptDecision>> reserve(List<PromptSubmitted> prompts) {
        return requests(prompts)
                .chain(requests -> holds.reserve(requests)
                        .chain(reservations ->
                                pinned(reservations).map(versions -> decisions(requests, reservations, versions))));
    }

    private Uni<List<ReservationRequest>> requests(List<PromptSubmitted> prompts) {
        var asking = prompts.stream().map(PromptSubmitted::payer).collect(Collectors.toSet());
        return payers.accountsOf(asking)
                .chain(accounts ->
                        Offers.of(prices, prompts, accounts).map(offers -> requests(prompts, accounts, offers)));
    }

    private List<ReservationRequest> requests(
            List<PromptSubmitted> prompts, Map<Payer, AccountId> accounts, Offers offers) {
        return prompts.stream()
                .map(prompt -> request(prompt, Optional.ofNullable(accounts.get(prompt.payer())), offers))
                .toList();
    }

    private ReservationRequest request(PromptSubmitted prompt, Optional<AccountId> account, Offers offers) {
        return policy.request(prompt, account, offers.offer(account, prompt.model()));
    }

    private Uni<Map<Integer, Price>> pinned(List<Reservation> reservations) {
        return prices.versions(reservations.stream()
                .filter(Reservation.Held.class::isInstance)
                .map(held -> ((Reservation.Held) held).priceVersion())
                .collect(Collectors.toSet()));
    }

    private static List<PromptDecision> decisions(
            List<ReservationRequest> requests, List<Reservation> reservations, Map<Integer, Price> versions) {
        var decisions = new ArrayList<PromptDecision>(requests.size());
        for (int i = 0; i < requests.size(); i++) {
            decisions.add(decision(requests.get(i), reservations.get(i), versions));
        }
        return decisions;
    }

    private static PromptDecision decision(
            ReservationRequest request, Reservation reservation, Map<Integer, Price> versions) {
        return switch (reservation) {
            case Reservation.Held held -> authorized(request, held, versions);
            case Reservation.Refused refused -> declined(request.prompt(), refused);
            case Reservation.Resolved resolved -> new PromptDecision.Silent();
        };
    }

    private static PromptDecision authorized(
            ReservationRequest request, Reservation.Held held, Map<Integer, Price> versions) {
        var price = versions.get(held.priceVersion());
        if (price == null) {
            return new PromptDecision.Parked(
                    "its hold names price version %d, which does not exist".formatted(held.priceVersion()));
        }
        var prompt = request.prompt();
        long granted = price.terms().affordableOutput(prompt.inputTokens(), held.amount(), prompt.maxOutputTokens());
        return new PromptDecision.Authorized(
                new PromptAuthorized(prompt, held.account(), price.terms(), held.amount(), granted, held.expiresAt()));
    }

    private static PromptDecision declined(PromptSubmitted prompt, Reservation.Refused refused) {
        return new PromptDecision.Declined(new PromptDeclined(
                prompt.promptId(),
                prompt.payer(),
                prompt.channel(),
                prompt.model(),
                refused.reason(),
                refused.needed(),
                refused.available(),
                Books.CURRENCY));
    }

    private static PromptDecision parked(PromptSubmitted prompt, Throwable failure) {
        return new PromptDecision.Parked(Failures.sentence(failure));
    }

    private void count(PromptDecision decision) {
        metrics.reservation(
                switch (decision) {
                    case PromptDecision.Authorized authorized -> "held";
                    case PromptDecision.Declined declined ->
                        declined.event().reason().name().toLowerCase(Locale.ROOT);
                    case PromptDecision.Silent silent -> "resolved";
                    case PromptDecision.Parked parked -> "parked";
                });
    }
}
