package dev.kopeck.billing.adapter.http;

import dev.kopeck.billing.application.AccountChange;
import dev.kopeck.contracts.identity.AccountId;

/** Why something about an account is not possible. */
final class AccountProblems {

    private static final int CONFLICT = 409;

    private AccountProblems() {}

    static ProblemException unknown(AccountId id) {
        return unknown("id", id);
    }

    static ProblemException unknown(String field, AccountId id) {
        return new ProblemException(
                Problem.notFound("Account %s does not exist.".formatted(id)).at(field));
    }

    static ProblemException closed() {
        return conflict("account-closed", "The account is closed", "A closed account stays as it is.");
    }

    static ProblemException refused(AccountChange.Refused refused) {
        var funds = refused.account().funds();
        return switch (refused.reason()) {
            case CLOSED -> closed();
            case NOT_EMPTY ->
                conflict(
                        "account-not-empty",
                        "The account is not empty",
                        ("%s is posted and %s is held; both must be zero, of credit for certain models as well: end open"
                                        + " holds, void grants, then pay the rest out.")
                                .formatted(
                                        funds.posted().toDecimal(), funds.held().toDecimal()));
            case CREDIT_IN_USE ->
                new ProblemException(Problem.of(
                                "credit-limit-in-use",
                                "More credit is used than this limit gives",
                                CONFLICT,
                                "%s of credit is used: %s is posted and %s is held."
                                        .formatted(
                                                funds.creditUsed().toDecimal(),
                                                funds.posted().toDecimal(),
                                                funds.held().toDecimal()))
                        .at("creditLimit"));
            case CREDIT_OUT_OF_RANGE ->
                Fields.invalid("creditLimit", "would make balance and credit larger than can be kept");
            case METADATA_TOO_LARGE -> AccountFields.tooMuchMetadata();
        };
    }

    static ProblemException conflict(String code, String title, String detail) {
        return new ProblemException(Problem.of(code, title, CONFLICT, detail));
    }
}
