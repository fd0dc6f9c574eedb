package dev.kopeck.billing.adapter.postgres;

import dev.kopeck.billing.application.AccountRegister.Found;
import dev.kopeck.billing.domain.AccountQuery;
import dev.kopeck.billing.domain.AccountStatus;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The statement that answers one query. It walks ids downwards with the index that fits best, looks at a bounded number
 * of accounts, and filters those by the rest: a filter without an index costs a page that may be short, never an hour.
 */
final class AccountSearch {

    private static final String NOT_ACTIVE = "(a.frozen OR a.closed OR a.parked)";

    private final AccountQuery query;
    private final long scan;
    private final List<Object> parameters = new ArrayList<>();
    private final List<String> walked = new ArrayList<>();
    private final List<String> filtered = new ArrayList<>();
    private final boolean byProfile;

    /** @param scanMax how many accounts are looked at where a filter has no index */
    AccountSearch(AccountQuery query, int scanMax) {
        this.query = query;
        this.byProfile = query.namePrefix().isPresent() || !query.metadata().isEmpty();
        walk();
        filter();
        this.scan = filtered.isEmpty() ? query.limit() + 1L : scanMax;
    }

    String sql() {
        return """
                WITH walked AS MATERIALIZED (%s),
                shown AS MATERIALIZED (
                  SELECT %s FROM walked w JOIN account a ON a.id = w.id
                    LEFT JOIN account_profile p ON p.account_id = a.id
                   WHERE a.kind = 1%s ORDER BY a.id DESC LIMIT %d)
                SELECT b.lowest, b.looked_at, s.*
                  FROM (SELECT min(w.id) AS lowest, count(*) AS looked_at FROM walked w) b LEFT JOIN shown s ON true
                 ORDER BY s.id DESC""".formatted(walkedSql(), AccountRows.COLUMNS, and(filtered), query.limit() + 1);
    }

    Tuple parameters() {
        return Tuple.from(parameters);
    }

    /** There is always a row; the first one tells of no account where none was found. */
    Found found(List<Row> rows) {
        var accounts = rows.stream()
                .filter(row -> row.getLong("id") != null)
                .map(AccountRows::account)
                .toList();
        if (accounts.size() > query.limit()) {
            var shown = accounts.subList(0, query.limit());
            return new Found(shown, Optional.of(shown.getLast().id().value()));
        }
        boolean more = rows.getFirst().getLong("looked_at") >= scan;
        return new Found(accounts, more ? Optional.of(rows.getFirst().getLong("lowest")) : Optional.empty());
    }

    private String walkedSql() {
        return byProfile
                ? "SELECT p.account_id AS id FROM account_profile p WHERE p.account_id < %s%s ORDER BY 1 DESC LIMIT %d"
                        .formatted(next(query.belowId()), and(walked), scan)
                : "SELECT a.id FROM account a WHERE a.kind = 1 AND a.owner IS NULL AND a.id < %s%s ORDER BY 1 DESC LIMIT %d"
                        .formatted(next(query.belowId()), and(walked), scan);
    }

    private void walk() {
        query.namePrefix().ifPresent(prefix -> {
            var text = next(prefix);
            walked.add("p.name IS NOT NULL AND lower(p.name) ~>=~ lower(%1$s)".formatted(text));
            walked.add("lower(p.name) ~<~ (lower(%1$s) || chr(1114111))".formatted(text));
        });
        if (!query.metadata().isEmpty()) {
            walked.add("p.metadata @> " + next(AccountRows.json(query.metadata())));
        }
        if (!byProfile) {
            walked.addAll(identified());
            if (query.status().filter(AccountStatus.ACTIVE::equals).isEmpty()
                    && query.status().isPresent()) {
                walked.add(NOT_ACTIVE);
            }
        }
    }

    private void filter() {
        if (byProfile) {
            filtered.addAll(identified());
        }
        query.status().map(AccountSearch::condition).ifPresent(filtered::add);
        query.availableBelow().ifPresent(below -> filtered.add("a.posted - a.held < " + next(below.value())));
    }

    private List<String> identified() {
        var conditions = new ArrayList<String>();
        query.id().ifPresent(id -> conditions.add("a.id = " + next(id.value())));
        query.payer()
                .ifPresent(payer -> conditions.add(payer.accountId()
                        .map(id -> "a.id = " + next(id.value()))
                        .orElseGet(() -> "a.id = (SELECT i.account_id FROM account_payer i WHERE i.payer = %s)"
                                .formatted(next(payer.value())))));
        return conditions;
    }

    private String next(Object value) {
        parameters.add(value);
        return "$" + parameters.size();
    }

    private static String condition(AccountStatus status) {
        return switch (status) {
            case ACTIVE -> "NOT " + NOT_ACTIVE;
            case FROZEN -> "a.frozen AND NOT a.closed AND NOT a.parked";
            case PARKED -> "a.parked AND NOT a.closed";
            case CLOSED -> "a.closed";
        };
    }

    private static String and(List<String> conditions) {
        return conditions.isEmpty() ? "" : " AND " + String.join(" AND ", conditions);
    }
}
