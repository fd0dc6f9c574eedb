package dev.kopeck.billing.adapter.http;

import org.jspecify.annotations.Nullable;

/** Bodies of what looks after the books, as they come in. */
final class TrustRequests {

    private TrustRequests() {}

    /** A body without fields. */
    record Nothing() {}

    /** @param reason why the books are right again, for the audit log */
    record Unpark(@Nullable String reason) {}

    /** Whole hours, RFC 3339. */
    record Hours(@Nullable String from, @Nullable String to) {}

    /** @param kind {@code kafka}; files are uploaded to paths of their own */
    record NewReconciliation(
            @Nullable String kind,
            @Nullable String from,
            @Nullable String to) {}

    /** What makes two uploads the same. */
    record Upload(String contentType, String parameters, String sha256) {}
}
