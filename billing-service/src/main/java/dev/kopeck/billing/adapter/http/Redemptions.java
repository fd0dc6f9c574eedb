package dev.kopeck.billing.adapter.http;

import dev.kopeck.billing.adapter.http.Changes.Change;
import dev.kopeck.billing.adapter.http.MoneyRequests.Code;
import dev.kopeck.billing.adapter.http.MoneyViews.RedemptionView;
import dev.kopeck.billing.application.KeepAccounts;
import dev.kopeck.billing.application.KeepCodes;
import dev.kopeck.billing.domain.RedeemCode;
import dev.kopeck.billing.domain.Redemption;
import dev.kopeck.contracts.identity.AccountId;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Redeems a code for an account, whichever way the account was named. */
@ApplicationScoped
class Redemptions {

    private final KeepCodes codes;
    private final KeepAccounts accounts;
    private final Posts posts;

    Redemptions(KeepCodes codes, KeepAccounts accounts, Posts posts) {
        this.codes = codes;
        this.accounts = accounts;
        this.posts = posts;
    }

    /** @throws ProblemException where the code cannot be one, which costs no try */
    RedeemCode code(Code request) {
        var typed = Fields.required("code", request.code());
        try {
            return RedeemCode.parse(typed);
        } catch (IllegalArgumentException e) {
            throw Fields.invalid("code", String.valueOf(e.getMessage()));
        }
    }

    Code request(byte[] body) {
        return posts.read(body, Code.class);
    }

    /** A try is counted before the code is looked at, so that no number of guesses at once slips by. */
    Uni<Response> redeem(String path, @Nullable String key, Code request, AccountId id) {
        var code = code(request);
        return codes.admit(id)
                .chain(wait -> posts.post(path, key, request, () -> redeem(id, code, wait)))
                .call(response -> isReplay(response)
                        ? codes.forgive(id)
                        : Uni.createFrom().voidItem());
    }

    private Uni<Change> redeem(AccountId id, RedeemCode code, Optional<Duration> wait) {
        return accounts.find(id)
                .map(account -> account.orElseThrow(() -> MoneyProblems.noAccount(id)))
                .chain(account -> codes.redeem(account, code, wait, posts.operator()))
                .map(redemption -> change(id, redemption));
    }

    private static Change change(AccountId id, Redemption redemption) {
        return switch (redemption) {
            case Redemption.Redeemed redeemed ->
                Change.of(
                        "account.redeem",
                        "account:" + id,
                        new RedemptionView(
                                redeemed.entry().toString(),
                                id.toString(),
                                redeemed.batch().toString(),
                                redeemed.amount().toDecimal(),
                                redeemed.balance().toDecimal()));
            case Redemption.Refused refused -> throw MoneyProblems.of(id, refused);
            case Redemption.TooManyTries tooMany -> throw MoneyProblems.tooManyTries(tooMany.retryAfter());
        };
    }

    private static boolean isReplay(Response response) {
        return response.getHeaderString(Changes.REPLAYED) != null;
    }
}
