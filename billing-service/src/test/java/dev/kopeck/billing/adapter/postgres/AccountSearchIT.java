package dev.kopeck.billing.adapter.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kopeck.billing.application.AccountRegister.Found;
import dev.kopeck.billing.domain.AccountQuery;
import dev.kopeck.billing.domain.AccountStatus;
import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.contracts.money.Nanos;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Searches over more accounts than one of them may look at. */
class AccountSearchIT {

    private static final int ACCOUNTS = 3000;
    private static final int SCAN = 500;

    private static Books books;

    @BeforeAll
    static void open() {
        books = new Books(2);
        books.call(
                "INSERT INTO account (id, posted, frozen) SELECT 1000 + n, n, n % 100 = 0 FROM generate_series(1, $1::int) n",
                Tuple.of(ACCOUNTS));
        books.call(
                "INSERT INTO account_profile (account_id, name, metadata)"
                        + " SELECT 1000 + n, 'Name ' || n, jsonb_build_object('group', (n % 1000)::text)"
                        + " FROM generate_series(1, $1::int) n",
                Tuple.of(ACCOUNTS));
        books.call("ANALYZE account");
        books.call("ANALYZE account_profile");
    }

    @AfterAll
    static void close() {
        books.close();
    }

    @Test
    void searchWithoutAnIndexLooksAtABoundedNumberPerPageAndFindsAllInTheEnd() {
        // Given
        var found = new ArrayList<Long>();
        var below = Optional.of(Long.MAX_VALUE);
        int pages = 0;
        // When
        while (below.isPresent()) {
            var page = search(query(Optional.empty(), Map.of(), Optional.of(new Nanos(4)), below.get()), SCAN);
            page.accounts().forEach(account -> found.add(account.id().value()));
            below = page.nextBelow();
            pages++;
        }
        // Then
        assertThat(found).containsExactly(1003L, 1002L, 1001L);
        assertThat(pages).isEqualTo(ACCOUNTS / SCAN + 1);
    }

    @Test
    void pagesNeitherRepeatNorSkip() {
        // Given
        var found = new ArrayList<AccountId>();
        var below = Optional.of(Long.MAX_VALUE);
        // When
        while (below.isPresent()) {
            var page = search(query(Optional.of(AccountStatus.FROZEN), Map.of(), Optional.empty(), below.get()), SCAN);
            page.accounts().forEach(account -> found.add(account.id()));
            below = page.nextBelow();
        }
        // Then
        assertThat(found)
                .hasSize(ACCOUNTS / 100)
                .doesNotHaveDuplicates()
                .isSortedAccordingTo((one, other) -> Long.compare(other.value(), one.value()));
    }

    @Test
    void eachIndexedFilterUsesItsIndex() {
        assertThat(plan(query(Optional.empty(), Map.of("group", "7"), Optional.empty(), Long.MAX_VALUE)))
                .contains("account_profile_metadata");
        assertThat(plan(query(Optional.of(AccountStatus.FROZEN), Map.of(), Optional.empty(), Long.MAX_VALUE)))
                .contains("account_not_active");
        var byName = new AccountQuery(
                Optional.empty(),
                Optional.empty(),
                Optional.of("NAME 17"),
                Optional.empty(),
                Map.of(),
                Optional.empty(),
                Long.MAX_VALUE,
                10);
        assertThat(plan(byName)).contains("account_profile_name");
        assertThat(search(byName, SCAN).accounts().getFirst().profile().name()).contains("Name 1799");
    }

    /** The account row must take no index on what prompts change: each charge would write to it. */
    @Test
    void noIndexIsOnWhatPromptsChange() {
        var indexes = books.call("SELECT indexdef FROM pg_indexes WHERE tablename = 'account'").stream()
                .map(row -> row.getString(0))
                .toList();
        assertThat(indexes).isNotEmpty().noneMatch(index -> index.matches(".*\\b(posted|held|seq|last_at|spent)\\b.*"));
    }

    private static String plan(AccountQuery query) {
        var search = new AccountSearch(query, SCAN);
        return books.call("EXPLAIN " + search.sql(), search.parameters().getDelegate()).stream()
                .map(row -> row.getString(0))
                .reduce("", (one, other) -> one + "\n" + other);
    }

    private static AccountQuery query(
            Optional<AccountStatus> status, Map<String, String> metadata, Optional<Nanos> availableBelow, long below) {
        return new AccountQuery(
                Optional.empty(), Optional.empty(), Optional.empty(), status, metadata, availableBelow, below, 10);
    }

    private static Found search(AccountQuery query, int scan) {
        var search = new AccountSearch(query, scan);
        List<Row> rows = books.mutinyPool()
                .preparedQuery(search.sql())
                .execute(search.parameters())
                .map(found -> StreamSupport.stream(found.spliterator(), false).toList())
                .await()
                .indefinitely();
        return search.found(rows);
    }
}
