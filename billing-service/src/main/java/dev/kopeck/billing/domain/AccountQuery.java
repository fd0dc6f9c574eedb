package dev.kopeck.billing.domain;

import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.contracts.identity.Payer;
import dev.kopeck.contracts.money.Nanos;
import java.util.Map;
import java.util.Optional;

/**
 * Which accounts are looked for: those for which all of it holds, the newest first.
 *
 * @param namePrefix of the name, whatever its case
 * @param metadata all of these entries
 * @param availableBelow the available balance is less than this
 * @param belowId where the last page ended: ids below it only
 * @param limit how many are wanted
 */
public record AccountQuery(
        Optional<AccountId> id,
        Optional<Payer> payer,
        Optional<String> namePrefix,
        Optional<AccountStatus> status,
        Map<String, String> metadata,
        Optional<Nanos> availableBelow,
        long belowId,
        int limit) {

    public AccountQuery {
        metadata = Map.copyOf(metadata);
    }
}
