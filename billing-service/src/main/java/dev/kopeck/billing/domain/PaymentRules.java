package dev.kopeck.billing.domain;

import dev.kopeck.contracts.event.PaymentReceived;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a payment must look like before the books are asked to credit it. The bounds keep its ids within what an index of
 * the database takes: a longer one would fail for ever, and look like a database that is away.
 */
public final class PaymentRules {

    private static final Pattern PROVIDER = Pattern.compile("[a-z0-9-]{1,64}");
    private static final int TEXT_MAX = 200;

    private PaymentRules() {}

    /** Why the payment can never be credited, naming the field and never its content; empty where it can. */
    public static Optional<String> complaint(PaymentReceived payment) {
        if (!PROVIDER.matcher(payment.provider()).matches()) {
            return Optional.of("value field provider must be 1 to 64 of a-z, 0-9 and -");
        }
        if (!isText(payment.paymentId())) {
            return Optional.of("value field paymentId must have 1 to %d printable characters".formatted(TEXT_MAX));
        }
        if (!isText(payment.pack())) {
            return Optional.of("value field pack must have 1 to %d printable characters".formatted(TEXT_MAX));
        }
        if (payment.amount().value() <= 0) {
            return Optional.of("value field amount must be more than zero");
        }
        if (!payment.currency().equals(Books.CURRENCY)) {
            return Optional.of("value field currency must be " + Books.CURRENCY);
        }
        return Optional.empty();
    }

    private static boolean isText(String text) {
        return !text.isBlank() && text.length() <= TEXT_MAX && text.chars().noneMatch(Character::isISOControl);
    }
}
