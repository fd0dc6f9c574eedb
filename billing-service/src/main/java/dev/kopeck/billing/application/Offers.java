package dev.kopeck.billing.application;

import dev.kopeck.billing.domain.Derivation;
import dev.kopeck.billing.domain.Offer;
import dev.kopeck.billing.domain.PriceList;
import dev.kopeck.contracts.event.PromptSubmitted;
import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.contracts.identity.Payer;
import dev.kopeck.contracts.money.PriceTerms;
import io.smallrye.mutiny.Uni;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a moment's prices offer to a batch of prompts, or to one quote: the one way to find what somebody pays. */
record Offers(PriceList list, Map<Derivation, PriceTerms> derived) {

    /** For accounts that pay list prices this costs a look into a map. */
    static Uni<Offers> of(Prices prices, Iterable<PromptSubmitted> prompts, Map<Payer, AccountId> accounts) {
        return prices.current().chain(list -> of(prices, list, derivations(list, prompts, accounts)));
    }

    /** @param account empty for somebody without plan and discount */
    static Uni<Offer> latest(Prices prices, Optional<AccountId> account, String model) {
        return prices.latest()
                .chain(list -> of(prices, list, derivations(list, account, model)))
                .map(offers -> offers.offer(account, model));
    }

    Offer offer(Optional<AccountId> account, String model) {
        return account.isEmpty() ? list.offer(model) : list.offer(account.get(), model, derived);
    }

    private static Uni<Offers> of(Prices prices, PriceList list, Set<Derivation> wanted) {
        return wanted.isEmpty()
                ? Uni.createFrom().item(new Offers(list, Map.of()))
                : prices.derived(wanted).map(derived -> new Offers(list, derived));
    }

    private static Set<Derivation> derivations(PriceList list, Optional<AccountId> account, String model) {
        return account.flatMap(id -> list.derivation(id, model)).map(Set::of).orElseGet(Set::of);
    }

    private static Set<Derivation> derivations(
            PriceList list, Iterable<PromptSubmitted> prompts, Map<Payer, AccountId> accounts) {
        if (list.factors().isEmpty()) {
            return Set.of();
        }
        var wanted = new HashSet<Derivation>();
        for (var prompt : prompts) {
            var account = accounts.get(prompt.payer());
            if (account != null) {
                list.derivation(account, prompt.model()).ifPresent(wanted::add);
            }
        }
        return wanted;
    }
}
