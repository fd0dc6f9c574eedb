package dev.kopeck.billing.application;

import io.smallrye.mutiny.Uni;
import java.util.Optional;

/** Who changed what. Append-only; takes part in the transaction of the change. */
public interface AuditLog {

    Uni<Void> record(Entry entry);

    /**
     * One change by one person or program.
     *
     * @param who the name of the caller's token or, with OIDC, of the person
     * @param action what was done, in the words of the API: {@code account.freeze}, {@code price.set}
     * @param subject what it was done to: {@code account:1001}, {@code price:17}
     * @param before the subject as JSON as it was, where it was there before
     * @param after the subject as JSON as it is now, where it is still there
     */
    record Entry(
            String who, String role, String action, String subject, Optional<String> before, Optional<String> after) {}
}
