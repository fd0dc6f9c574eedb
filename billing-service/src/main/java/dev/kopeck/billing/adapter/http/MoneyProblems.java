package dev.kopeck.billing.adapter.http;

import dev.kopeck.billing.domain.PostingResult;
import dev.kopeck.billing.domain.Redemption;
import dev.kopeck.billing.domain.RefundResult;
import dev.kopeck.contracts.identity.AccountId;
import java.time.Duration;

/** Why money is not moved, as problems. */
final class MoneyProblems {

    private static final int CONFLICT = 409;
    private static final int GONE = 410;
    private static final int TOO_MANY = 429;

    private MoneyProblems() {}

    static ProblemException noAccount(AccountId id) {
        return new ProblemException(
                Problem.notFound("Account %s does not exist.".formatted(id)).at("id"));
    }

    static ProblemException noSuch(String what, String field) {
        return new ProblemException(
                Problem.notFound("There is no such " + what + ".").at(field));
    }

    static ProblemException closed(AccountId id) {
        return conflict("account-closed", "The account is closed", "Account %s takes no money.".formatted(id), "id");
    }

    static ProblemException outOfRange() {
        return Fields.invalid("amount", "would make the balance larger than can be kept");
    }

    static ProblemException conflict(String code, String title, String detail, String field) {
        return new ProblemException(Problem.of(code, title, CONFLICT, detail).at(field));
    }

    static ProblemException of(AccountId id, PostingResult.Refused refused) {
        return switch (refused.reason()) {
            case UNKNOWN_ACCOUNT -> noAccount(id);
            case ACCOUNT_CLOSED -> closed(id);
            case BALANCE_OUT_OF_RANGE -> outOfRange();
            case NOT_ENOUGH_AVAILABLE ->
                conflict(
                        "not-enough-available",
                        "The account does not have that much",
                        "What is held cannot be taken, nor more than is there.",
                        "amount");
            case REFERENCE_USED ->
                conflict(
                        "reference-used",
                        "This reference was topped up before",
                        "Another top-up, with another account or amount, has this reference.",
                        "reference");
            case ID_REUSED -> throw new IllegalStateException("a posting with a new id was refused as one that is not");
        };
    }

    static ProblemException of(AccountId id, RefundResult.Refused refused) {
        return switch (refused.reason()) {
            case UNKNOWN_ACCOUNT -> noAccount(id);
            case ACCOUNT_CLOSED -> closed(id);
            case BALANCE_OUT_OF_RANGE -> outOfRange();
            case UNKNOWN_ENTRY -> noSuch("transaction of this account", "ofEntry");
            case WRONG_DESTINATION ->
                Fields.invalid("to", "must be balance for a charge, and source for a top-up or payment");
            case NOT_REFUNDABLE ->
                conflict(
                        "not-refundable",
                        "Nothing of this kind is refunded",
                        "Charges, top-ups and payments are; a grant is voided instead.",
                        "ofEntry");
            case MORE_THAN_LEFT ->
                conflict(
                        "refund-too-large",
                        "More than is left of it",
                        "At most %s can still be refunded of it."
                                .formatted(refused.left().toDecimal()),
                        "amount");
            case NOT_ENOUGH_AVAILABLE ->
                conflict(
                        "not-enough-available",
                        "The account does not have that much to pay out",
                        "At most %s can leave the account: not what is held, granted or on credit."
                                .formatted(refused.left().toDecimal()),
                        "amount");
            case ID_REUSED -> throw new IllegalStateException("a refund with a new id was refused as one that is not");
        };
    }

    static ProblemException of(AccountId id, Redemption.Refused refused) {
        return switch (refused.reason()) {
            case UNKNOWN_ACCOUNT -> noAccount(id);
            case ACCOUNT_CLOSED -> closed(id);
            case BALANCE_OUT_OF_RANGE -> Fields.invalid("code", "is worth more than the balance can still take");
            case UNKNOWN_CODE -> noSuch("code", "code");
            case REDEEMED_BEFORE ->
                conflict("code-redeemed", "The code was redeemed before", "A code is credited once.", "code");
            case VOID -> conflict("code-void", "The code is void", "Its batch was made worthless.", "code");
            case EXPIRED ->
                new ProblemException(Problem.of("code-expired", "The code has expired", GONE, "Its time is over.")
                        .at("code"));
        };
    }

    static ProblemException tooManyTries(Duration retryAfter) {
        return new ProblemException(
                Problem.of(
                                "too-many-tries",
                                "Too many wrong codes",
                                TOO_MANY,
                                "This account tried too many codes that are none; Retry-After tells in how many seconds"
                                        + " it may try again.")
                        .at("code"),
                retryAfter);
    }
}
