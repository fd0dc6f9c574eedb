package dev.kopeck.billing.application;

import dev.kopeck.billing.domain.BookEntry;
import dev.kopeck.billing.domain.BooksBalance;
import dev.kopeck.billing.domain.LedgerCursor;
import dev.kopeck.billing.domain.Period;
import dev.kopeck.billing.domain.StatementOutcome;
import dev.kopeck.billing.domain.StatementSummary;
import dev.kopeck.contracts.identity.AccountId;
import io.smallrye.mutiny.Uni;
import java.util.List;

/** Reads the ledger page by page; no page keeps a transaction or a connection beyond itself. */
public interface LedgerEntries {

    /** What a period did to an account. A period that is over never gets another line after this. */
    Uni<StatementOutcome> summary(AccountId account, Period period);

    /** Lines of a statement behind a sequence number, in their order; they never change. */
    Uni<List<BookEntry>> lines(StatementSummary statement, long afterSeq, int limit);

    /**
     * Entries behind a place, in the order of {@link LedgerCursor}. Only entries before which none can appear any more:
     * what an open transaction may still write is left to a later call, and everything behind it. Fewer than the limit
     * mean that there are no more for now.
     */
    Uni<List<BookEntry>> after(LedgerCursor place, int limit);

    /** Whether these books have come as far as this place; an export of other books may have given it. */
    Uni<Boolean> isReached(LedgerCursor place);

    /** The trial balance, exact at one moment. */
    Uni<BooksBalance> balance();
}
