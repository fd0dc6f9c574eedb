package dev.kopeck.billing.application;

import dev.kopeck.billing.application.Payments.Credit;
import dev.kopeck.billing.application.Payments.Credited;
import dev.kopeck.billing.domain.PaymentRules;
import dev.kopeck.contracts.event.PaymentReceived;
import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.contracts.identity.Payer;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Credits what providers took, once per provider and payment id. The topic is the retry log, the table of payments the
 * memory: a payment that comes again changes nothing and tells nothing.
 */
public final class CreditPayments {

    private final Payers payers;
    private final Payments payments;
    private final Supplier<UUID> ids;
    private final BatchGuard guard;
    private final MoneyMetrics metrics;

    /** @param ids new UUIDs of version 7 */
    public CreditPayments(
            Payers payers, Payments payments, Supplier<UUID> ids, BatchGuard guard, MoneyMetrics metrics) {
        this.payers = payers;
        this.payments = payments;
        this.ids = ids;
        this.guard = guard;
        this.metrics = metrics;
    }

    /** One decision per payment, in order. Never fails: what cannot be credited is parked. */
    public Uni<List<PaymentDecision>> credit(List<PaymentReceived> received) {
        return Rounds.inRounds(received, PaymentReceived::eventId, this::creditDistinct)
                .invoke(decisions -> count(received, decisions));
    }

    private Uni<List<PaymentDecision>> creditDistinct(List<PaymentReceived> received) {
        return guard.run(received, this::decide, CreditPayments::parked);
    }

    private Uni<List<PaymentDecision>> decide(List<PaymentReceived> received) {
        // Nobody is registered for a payment that is not credited.
        var asking = received.stream()
                .filter(payment -> PaymentRules.complaint(payment).isEmpty())
                .map(PaymentReceived::payer)
                .collect(Collectors.toSet());
        return payers.accountsOf(asking).chain(accounts -> decide(received, accounts));
    }

    private Uni<List<PaymentDecision>> decide(List<PaymentReceived> received, Map<Payer, AccountId> accounts) {
        var decisions = new ArrayList<PaymentDecision>(received.size());
        var credits = new ArrayList<Credit>(received.size());
        var places = new ArrayList<Integer>(received.size());
        for (var payment : received) {
            var complaint = PaymentRules.complaint(payment);
            var account = accounts.get(payment.payer());
            if (complaint.isEmpty() && account != null) {
                credits.add(new Credit(payment, account, ids.get()));
                places.add(decisions.size());
            }
            decisions.add(
                    new PaymentDecision.Parked(complaint.orElse("its payer names an account that does not exist")));
        }
        return payments.credit(credits).map(credited -> filled(decisions, places, credited));
    }

    private static List<PaymentDecision> filled(
            List<PaymentDecision> decisions, List<Integer> places, List<Credited> credited) {
        for (int i = 0; i < credited.size(); i++) {
            decisions.set(places.get(i), decision(credited.get(i)));
        }
        return decisions;
    }

    private static PaymentDecision decision(Credited credited) {
        return switch (credited) {
            case NOW -> new PaymentDecision.Credited(false);
            case BEFORE -> new PaymentDecision.Credited(true);
            case UNKNOWN_ACCOUNT -> new PaymentDecision.Parked("its payer names an account that does not exist");
            case ACCOUNT_CLOSED -> new PaymentDecision.Parked("its account is closed");
            case BALANCE_OUT_OF_RANGE ->
                new PaymentDecision.Parked("it would make the balance larger than can be kept");
            case OTHER_FACTS ->
                new PaymentDecision.Parked(
                        "this payment id was credited with another account, amount, currency or pack");
            case REFERENCE_USED ->
                new PaymentDecision.Parked("another top-up has its provider and payment id as reference");
        };
    }

    private static PaymentDecision parked(PaymentReceived payment, Throwable failure) {
        return new PaymentDecision.Parked(Failures.sentence(failure));
    }

    private void count(List<PaymentReceived> received, List<PaymentDecision> decisions) {
        for (int i = 0; i < decisions.size(); i++) {
            switch (decisions.get(i)) {
                case PaymentDecision.Credited(boolean replay) when replay -> metrics.paymentReplayed();
                case PaymentDecision.Credited _ ->
                    metrics.paymentCredited(received.get(i).amount());
                case PaymentDecision.Parked _ -> metrics.paymentParked();
            }
        }
    }
}
