package dev.kopeck.contracts.identity;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Who pays for a prompt, as a door of Kopeck knows them: {@code telegram:<user id>} or {@code account:<account id>}.
 * Which account that is, only billing knows. Keys of all topics.
 */
public record Payer(String value) {

    private static final Pattern FORM = Pattern.compile("(telegram|account):([1-9][0-9]{0,17})");

    public Payer {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("must be telegram:<user id> or account:<account id>");
        }
    }

    public static Payer telegram(long userId) {
        return new Payer("telegram:" + userId);
    }

    public static Payer account(AccountId id) {
        return new Payer("account:" + id);
    }

    public boolean isTelegram() {
        return value.startsWith("telegram:");
    }

    /** The account that the payer names directly; empty where billing has to look it up. */
    public Optional<AccountId> accountId() {
        return isTelegram() ? Optional.empty() : Optional.of(AccountId.parse(id()));
    }

    /** What follows the colon: a Telegram user id or an account id. */
    public String id() {
        return value.substring(value.indexOf(':') + 1);
    }

    @Override
    public String toString() {
        return value;
    }
}
