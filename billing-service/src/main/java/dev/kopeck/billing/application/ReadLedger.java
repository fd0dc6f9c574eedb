package dev.kopeck.billing.application;

import dev.kopeck.billing.domain.BookEntry;
import dev.kopeck.billing.domain.BooksBalance;
import dev.kopeck.billing.domain.LedgerCursor;
import dev.kopeck.billing.domain.Period;
import dev.kopeck.billing.domain.StatementOutcome;
import dev.kopeck.billing.domain.StatementSummary;
import dev.kopeck.contracts.identity.AccountId;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.List;

/** Statements and exports: streams of pages, read as fast as their reader takes them. */
public final class ReadLedger {

    private final LedgerEntries entries;
    private final int pageSize;

    /** @param pageSize entries that are read at once */
    public ReadLedger(LedgerEntries entries, int pageSize) {
        this.entries = entries;
        this.pageSize = pageSize;
    }

    public Uni<StatementOutcome> statement(AccountId account, Period period) {
        return entries.summary(account, period);
    }

    /** The lines of a statement in their order; the first page is there when this answers. */
    public Uni<Multi<List<BookEntry>>> lines(StatementSummary statement) {
        var pages = new Pages<BookEntry>(
                pageSize, Long.MAX_VALUE, (last, limit) -> entries.lines(statement, last.seq(), limit));
        return entries.lines(statement, statement.afterSeq(), pageSize).map(pages::from);
    }

    /** Entries behind a place, at most so many; the first page is there when this answers. */
    public Uni<Multi<List<BookEntry>>> export(LedgerCursor after, long limit) {
        var pages = new Pages<BookEntry>(pageSize, limit, (last, size) -> entries.after(last.cursor(), size));
        return entries.after(after, pages.firstSize()).map(pages::from);
    }

    public Uni<Boolean> isReached(LedgerCursor place) {
        return entries.isReached(place);
    }

    public Uni<BooksBalance> balance() {
        return entries.balance();
    }
}
