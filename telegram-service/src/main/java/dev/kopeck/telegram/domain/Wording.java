package dev.kopeck.telegram.domain;

import dev.kopeck.contracts.money.Nanos;
import dev.kopeck.telegram.domain.Facts.Charge;
import dev.kopeck.telegram.domain.Facts.Finished;
import dev.kopeck.telegram.domain.Facts.Refusal;
import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/**
 * Every sentence that a user reads, from one resource bundle per language. Amounts are exact decimals, never rounded.
 */
public final class Wording {

    /** Shown until the first words of an answer are there. */
    public static final String PLACEHOLDER = "…";

    private static final String BUNDLE = "dev.kopeck.telegram.texts";
    private static final ResourceBundle.Control NO_FALLBACK =
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);

    private final ResourceBundle texts;
    private final Locale locale;

    private Wording(Locale locale) {
        this.locale = locale;
        this.texts = ResourceBundle.getBundle(BUNDLE, locale, Wording.class.getClassLoader(), NO_FALLBACK);
    }

    /** @param language IETF tag; English where it is empty, malformed or has no bundle */
    public static Wording in(String language) {
        return new Wording(Locale.forLanguageTag(language));
    }

    /** For notices that say the same to everybody. */
    public String notice(NoticeKind kind) {
        return switch (kind) {
            case HELP -> text("help");
            case NEW_CONVERSATION -> text("new.done");
            case NOT_TEXT -> text("not.text");
            case UNKNOWN_COMMAND -> text("unknown.command");
            case START, BALANCE -> throw new IllegalArgumentException("needs the account: " + kind);
        };
    }

    public String greeting(AccountView account) {
        var granted = account.granted();
        var money = granted == null
                ? text("start.balance", amount(account.available(), account.currency()))
                : text(
                        "start.granted",
                        amount(granted, account.currency()),
                        amount(account.available(), account.currency()));
        return text("start", money);
    }

    public String greetingWithoutAccount() {
        return text("start", text("billing.unreachable"));
    }

    public String balance(AccountView account) {
        var available = amount(account.available(), account.currency());
        return account.held().equals(Nanos.ZERO)
                ? text("balance", available)
                : text("balance.held", available, amount(account.held(), account.currency()));
    }

    public String billingUnreachable() {
        return text("billing.unreachable");
    }

    public String balanceIsPrivate() {
        return text("balance.private");
    }

    public String refusal(Refusal refusal) {
        var reason = switch (refusal.reason()) {
            case INSUFFICIENT_FUNDS ->
                text(
                        "declined.funds",
                        amount(refusal.needed(), refusal.currency()),
                        amount(refusal.available(), refusal.currency()));
            case UNKNOWN_ACCOUNT -> text("declined.account");
            case ACCOUNT_FROZEN -> text("declined.frozen");
            case ACCOUNT_CLOSED -> text("declined.closed");
            case ACCOUNT_PARKED -> text("declined.parked");
            case UNKNOWN_PRICE -> text("declined.price", refusal.model());
            case MODEL_INACTIVE -> text("declined.inactive", refusal.model());
            case COST_OUT_OF_RANGE -> text("declined.range");
            case SPEND_LIMIT_REACHED ->
                text(
                        "declined.limit",
                        amount(refusal.needed(), refusal.currency()),
                        amount(refusal.available(), refusal.currency()));
            case KEY_INVALID -> text("declined.key");
            case KEY_LIMIT_REACHED ->
                text(
                        "declined.keylimit",
                        amount(refusal.needed(), refusal.currency()),
                        amount(refusal.available(), refusal.currency()));
            case MODEL_NOT_ALLOWED -> text("declined.notallowed", refusal.model());
            case PROMPT_ID_REUSED -> text("declined.reused");
        };
        return reason + " " + text("nothing.charged");
    }

    public String expired() {
        return text("expired") + " " + text("nothing.charged");
    }

    /** Says nothing of a charge, which is not known. */
    public String unanswered() {
        return text("unanswered");
    }

    /** What was delivered of the answer, then what happened. */
    public String failed(Finished finished) {
        var sentence = problem(finished.problem()) + " " + text("nothing.charged");
        return finished.text().isBlank() ? sentence : finished.text().stripTrailing() + "\n\n" + sentence;
    }

    /** A complete answer, or what there is of a cancelled one. */
    public String answer(Finished finished) {
        if (finished.text().isBlank()) {
            return text("answer.empty");
        }
        boolean isCut = "length".equals(finished.finishReason());
        return isCut ? finished.text().stripTrailing() + "\n\n" + text("answer.cut") : finished.text();
    }

    /** @param withBalance false where others read along */
    public String footer(Charge charge, boolean withBalance) {
        var cost = amount(charge.charged(), charge.currency());
        var line = withBalance
                ? text("footer.balance", cost, amount(charge.balance(), charge.currency()))
                : text("footer", cost);
        return "\n\n" + line + (charge.estimated() ? " " + text("footer.estimated") : "");
    }

    public String commandDescription(String command) {
        return text("command." + command);
    }

    private String problem(@Nullable String sentence) {
        return sentence == null || sentence.isBlank() ? text("failed") : sentence.strip();
    }

    private String text(String key, Object... values) {
        return new MessageFormat(texts.getString(key), locale).format(values);
    }

    /** Values are texts already, so that no number format ever rounds one. */
    private static String amount(Nanos nanos, String currency) {
        var decimal = nanos.toDecimal();
        if (!currency.equals("USD")) {
            return decimal + " " + currency;
        }
        return nanos.isNegative() ? "-$" + decimal.substring(1) : "$" + decimal;
    }
}
