package dev.kopeck.telegram.application;

import dev.kopeck.telegram.domain.AccountView;
import dev.kopeck.telegram.domain.NoticeKind;
import dev.kopeck.telegram.domain.Wording;
import io.smallrye.mutiny.Uni;
import java.util.Optional;

/** Writes the notices that need billing. Where billing is silent, the user is told so. */
public final class NoticeTexts {

    private final Accounts accounts;

    public NoticeTexts(Accounts accounts) {
        this.accounts = accounts;
    }

    public Uni<String> about(NoticeKind kind, Outbox.Claim claim) {
        var delivery = claim.delivery();
        var words = Wording.in(delivery.language());
        if (kind == NoticeKind.BALANCE && !delivery.chat().isPrivate()) {
            return Uni.createFrom().item(words.balanceIsPrivate());
        }
        return accounts.of(claim.payer()).map(account -> text(kind, account, words));
    }

    private static String text(NoticeKind kind, Optional<AccountView> account, Wording words) {
        return switch (kind) {
            case START -> account.map(words::greeting).orElseGet(words::greetingWithoutAccount);
            case BALANCE -> account.map(words::balance).orElseGet(words::billingUnreachable);
            case HELP, NEW_CONVERSATION, NOT_TEXT, UNKNOWN_COMMAND -> words.notice(kind);
        };
    }
}
