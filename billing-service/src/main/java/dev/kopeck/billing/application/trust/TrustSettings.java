package dev.kopeck.billing.application.trust;

import java.time.Duration;

/**
 * Bounds of the checks.
 *
 * @param scan how many accounts one statement looks at for changes
 * @param portionAccounts how many accounts one statement checks at most
 * @param portionEntries how many entries one statement checks at most
 * @param sampleAccounts how many unchanged accounts are checked each time
 * @param sampleEntries how many entries of each of them
 * @param overdueGrace how long after its expiry a hold may be open
 */
public record TrustSettings(
        int scan,
        int portionAccounts,
        long portionEntries,
        int sampleAccounts,
        long sampleEntries,
        Duration overdueGrace) {}
