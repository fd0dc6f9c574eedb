package dev.kopeck.billing.adapter.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kopeck.billing.adapter.postgres.PostingsOracle.Lot;
import dev.kopeck.billing.adapter.postgres.PostingsOracle.Payment;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The steps of a random history: each calls the SQL, asks the oracle what the answer must be, and lets it follow. */
final class PostingsSteps {

    private final Books books;
    private final MoneyBooks money;
    private final PostingsOracle oracle;
    private final SkewedChoices choices;
    private final Map<UUID, Lot> scheduled = new HashMap<>();

    /** Which statuses each step was answered with. */
    final Map<String, Set<Integer>> reached = new TreeMap<>();

    PostingsSteps(Books books, MoneyBooks money, PostingsOracle oracle, SkewedChoices choices) {
        this.books = books;
        this.money = money;
        this.oracle = oracle;
        this.choices = choices;
    }

    void step(String where) {
        switch (choices.random.nextInt(16)) {
            case 0 -> post(PostingsOracle.TOP_UP, where);
            case 1 -> post(PostingsOracle.ADJUSTMENT, where);
            case 2 -> pay(where);
            case 3 -> redeem(where);
            case 4, 5 -> grant(where);
            case 6 -> voidLot(where);
            case 7, 8 -> sweep(where);
            case 9, 10, 11 -> refund(where);
            case 12 -> closeOrOpen();
            case 13, 14 -> hold();
            default -> settle(where);
        }
    }

    private void post(int kind, String where) {
        int number = choices.random.nextInt(20);
        var reference = kind == PostingsOracle.TOP_UP && !choices.once(3) ? "R" + number : null;
        boolean usual = reference != null && !choices.once(6);
        long account = usual ? SkewedChoices.ACCOUNTS[number % SkewedChoices.ACCOUNTS.length] : choices.account();
        long credit = usual ? 10L + number : 1 + choices.random.nextInt(40);
        long amount = kind == PostingsOracle.TOP_UP || choices.random.nextBoolean()
                ? credit
                : -choices.edge(choices.available(account));
        var id = choices.once(8) && !choices.knowsNothing() ? choices.known() : money.newId();
        boolean old = choices.once(6);
        int expected = oracle.judge(id, kind, account, amount, reference, !old);
        var answer = old
                ? books.call(
                        Books.POST.replace("o_seq", "o_seq, o_at"), oldPosting(id, kind, account, amount, reference))
                : books.call(MoneyBooks.POST, MoneyBooks.posting(id, kind, account, amount, reference));
        expect("post", old && expected == 6 ? 4 : expected, answer.getFirst(), where);
        if (expected == 0) {
            oracle.post(id, kind, account, amount, reference, at(answer.getFirst()));
            choices.remember(id);
        }
    }

    /** As an instance of the version before does. */
    private static Tuple oldPosting(UUID id, int kind, long account, long amount, @Nullable String reference) {
        return Tuple.tuple()
                .addArrayOfUUID(new UUID[] {id})
                .addArrayOfShort(new Short[] {(short) kind})
                .addArrayOfLong(new Long[] {account})
                .addArrayOfLong(new Long[] {amount})
                .addArrayOfLong(new Long[] {kind == PostingsOracle.TOP_UP ? 2L : 4L})
                .addArrayOfString(new String[] {reference});
    }

    private void pay(String where) {
        // Mostly new ones and the latest, so that both come as long as it runs.
        int first = Math.max(0, oracle.payments.size() - 8 + choices.random.nextInt(14));
        int size = 1 + choices.random.nextInt(3);
        var ids = new String[size];
        var entries = new UUID[size];
        var accounts = new Long[size];
        var amounts = new Long[size];
        for (int i = 0; i < size; i++) {
            int number = first + i;
            boolean other = choices.once(8);
            ids[i] = "p" + number;
            entries[i] = money.newId();
            accounts[i] = other ? choices.account() : SkewedChoices.ACCOUNTS[number % SkewedChoices.ACCOUNTS.length];
            amounts[i] = other ? 7L : 5L + number % 3;
        }
        var rows = books.call(
                MoneyBooks.CREDIT,
                Tuple.tuple()
                        .addArrayOfString(filled(size, "stars"))
                        .addArrayOfString(ids)
                        .addArrayOfUUID(entries)
                        .addArrayOfLong(accounts)
                        .addArrayOfString(filled(size, "telegram:1"))
                        .addArrayOfString(filled(size, "starter"))
                        .addArrayOfLong(amounts)
                        .addArrayOfString(filled(size, "USD")));
        assertThat(rows).as(where).hasSize(size);
        // As booked: account by account, since the times of the rows rise so.
        rows.stream()
                .sorted((a, b) -> Long.compare(
                        accounts[a.getInteger("o_ord") - 1] * 10 + a.getInteger("o_ord"),
                        accounts[b.getInteger("o_ord") - 1] * 10 + b.getInteger("o_ord")))
                .forEach(row -> paid(row, ids, entries, accounts, amounts, where));
    }

    private void paid(Row row, String[] ids, UUID[] entries, Long[] accounts, Long[] amounts, String where) {
        int i = row.getInteger("o_ord") - 1;
        var before = oracle.payments.get(ids[i]);
        if (before != null) {
            boolean same = before.account() == accounts[i] && before.amount() == amounts[i];
            expect("pay", same ? 1 : 9, row, where);
            assertThat(row.getUUID("o_id")).as(where).isEqualTo(before.entry());
            return;
        }
        var reference = "stars:" + ids[i];
        int expected = oracle.judge(entries[i], PostingsOracle.TOP_UP, accounts[i], amounts[i], reference, true);
        expect("pay", expected, row, where);
        if (expected == 0) {
            oracle.post(entries[i], PostingsOracle.TOP_UP, accounts[i], amounts[i], reference, at(row));
            oracle.payments.put(ids[i], new Payment(accounts[i], amounts[i], "starter", entries[i]));
            choices.remember(entries[i]);
        }
    }

    private void redeem(String where) {
        long account = choices.account();
        var code = "code " + choices.random.nextInt(MoneyBooks.CODES + 10);
        var id = money.newId();
        var used = oracle.codes.get(code);
        int expected = used == null
                ? 7
                : used ? 20 : oracle.judge(id, PostingsOracle.GRANT, account, MoneyBooks.CODE_AMOUNT, null, true);
        var row = Books.result(money.startRedeem(code, id, account)).getFirst();
        expect("redeem", expected, row, where);
        if (expected == 0) {
            oracle.codes.put(code, true);
            oracle.credit(new Lot(id, account, MoneyBooks.CODE_AMOUNT, 100, null), at(row));
            choices.remember(id);
        }
    }

    private void grant(String where) {
        var now = OffsetDateTime.now(ZoneOffset.UTC);
        var begins = choices.once(3) ? now.plus(Duration.ofMillis(200 + choices.random.nextInt(800))) : null;
        var from = begins == null ? now : begins;
        var ends = choices.once(3) ? null : from.plus(Duration.ofMillis(100 + choices.random.nextInt(1500)));
        var lot = new Lot(
                money.newId(),
                choices.account(),
                1 + choices.random.nextInt(30),
                choices.once(3) ? 100 : 10,
                micros(ends));
        int judged = oracle.judge(lot.id, PostingsOracle.GRANT, lot.account, lot.amount, null, true);
        int expected = judged == 0 && begins != null ? 2 : judged;
        var row = books.call(
                        MoneyBooks.GRANT,
                        Tuple.of(lot.id, lot.account, lot.amount, (short) lot.priority, begins, lot.expires))
                .getFirst();
        expect("grant", expected, row, where);
        if (expected == 2) {
            scheduled.put(lot.id, lot);
        } else if (expected == 0) {
            oracle.credit(lot, at(row));
            choices.remember(lot.id);
        }
    }

    private void voidLot(String where) {
        var id = choices.once(4) || oracle.lots.isEmpty() ? choices.known() : choices.anyLot();
        long account =
                Objects.requireNonNullElse(oracle.lots.get(id), new Lot(id, choices.account(), 1, 1, null)).account;
        var lot = oracle.lots.get(id);
        var entry = money.newId();
        var row = books.call(MoneyBooks.VOID, Tuple.of(id, account, entry, 1_000_000))
                .getFirst();
        expect("void", lot == null ? 7 : lot.voided != null ? 1 : 0, row, where);
        if (lot != null && lot.voided == null) {
            lot.voided = books.call("SELECT voided_at FROM grant_lot WHERE id = $1", Tuple.of(id))
                    .getFirst()
                    .getOffsetDateTime(0);
            assertThat(row.getLong("o_amount")).as("%s void", where).isEqualTo(oracle.breakable(lot));
            if (row.getLong("o_amount") > 0) {
                oracle.breakLot(lot, entry, row.getLong("o_amount"), at(row));
                choices.remember(entry);
            }
        }
    }

    private void sweep(String where) {
        for (var row : money.endLots(5)) {
            var id = row.getUUID("o_lot");
            var beginning = scheduled.remove(id);
            long amount = row.getLong("o_amount");
            if (beginning != null) {
                boolean closed = Objects.requireNonNull(oracle.customers.get(beginning.account)).closed;
                boolean over =
                        beginning.expires != null && beginning.expires.isBefore(OffsetDateTime.now(ZoneOffset.UTC));
                assertThat((int) row.getShort("o_kind")).as("%s begins", where).isIn(closed || over ? 0 : 7, 7);
                if (row.getShort("o_kind") == 7) {
                    assertThat(closed).as(where).isFalse();
                    reached("begin", 0);
                    oracle.credit(beginning, at(row));
                    choices.remember(id);
                } else {
                    reached("begin", 1);
                }
                continue;
            }
            var lot = Objects.requireNonNull(oracle.lots.get(id));
            assertThat(amount).as("%s breakage", where).isEqualTo(-oracle.breakable(lot));
            reached("breakage", amount == 0 ? 1 : 0);
            if (amount != 0) {
                oracle.breakLot(lot, row.getUUID("o_entry"), -amount, at(row));
                choices.remember(row.getUUID("o_entry"));
            }
        }
    }

    private void refund(String where) {
        var of = choices.known();
        var row = oracle.ledger.get(of);
        long account = row == null || choices.once(12) ? choices.account() : row.account();
        long original = row == null ? 5 : Math.abs(row.amount());
        var asked = choices.once(3) ? null : Long.valueOf(choices.edge(original));
        boolean right = !choices.once(12);
        boolean toSource = row != null && right == (row.kind() == PostingsOracle.TOP_UP);
        var id = money.newId();
        var expected = oracle.judgeRefund(account, of, asked, toSource);
        var answer = books.call(MoneyBooks.REFUND, Tuple.of(id, account, of, asked, toSource, 1_000_000))
                .getFirst();
        expect("refund", (int) expected[0], answer, where);
        if (expected[0] == 0) {
            assertThat(answer.getLong("o_amount")).as(where).isEqualTo(expected[1]);
            oracle.refund(id, account, of, expected[1], toSource, at(answer));
            choices.remember(id);
            var again = books.call(MoneyBooks.REFUND, Tuple.of(id, account, of, asked, toSource, 1_000_000));
            expect("refund", 1, again.getFirst(), where);
        }
    }

    private void closeOrOpen() {
        long account = SkewedChoices.ACCOUNTS[choices.random.nextInt(2)];
        var customer = Objects.requireNonNull(oracle.customers.get(account));
        customer.closed = !customer.closed && choices.once(3);
        books.call("UPDATE account SET closed = $1 WHERE id = $2", Tuple.of(customer.closed, account));
    }

    private void hold() {
        var customer = Objects.requireNonNull(oracle.customers.get(choices.anyCustomer()));
        long free = customer.posted - customer.held + customer.credit;
        if (free > 0 && !customer.closed) {
            long amount = Math.max(1, Math.min(free, choices.edge(free)));
            var id = money.newId();
            money.hold(id, customer.id, amount);
            oracle.hold(id, customer.id, amount);
        }
    }

    private void settle(String where) {
        for (var customer : oracle.customers.values()) {
            for (var hold : List.copyOf(customer.holds.entrySet())) {
                if (!choices.once(3)) {
                    long charged = choices.once(4) ? 0 : Math.min(choices.edge(hold.getValue()), hold.getValue());
                    var row = money.settle(hold.getKey(), customer.id, charged).getFirst();
                    expect("settle", 0, row, where);
                    var since = books.call(
                                    "SELECT coalesce(held_since, created_at) FROM ledger WHERE id = $1",
                                    Tuple.of(hold.getKey()))
                            .getFirst()
                            .getOffsetDateTime(0);
                    oracle.settle(hold.getKey(), customer.id, charged, since);
                    choices.remember(hold.getKey());
                }
            }
        }
    }

    private void expect(String what, int expected, Row row, String where) {
        assertThat((int) row.getShort("o_status")).as("%s %s", where, what).isEqualTo(expected);
        reached(what, expected);
    }

    private void reached(String what, int status) {
        reached.computeIfAbsent(what, key -> new TreeSet<>()).add(status);
    }

    private static OffsetDateTime at(Row row) {
        return row.getOffsetDateTime("o_at");
    }

    /** What the database keeps of it. */
    private static @Nullable OffsetDateTime micros(@Nullable OffsetDateTime time) {
        return time == null ? null : time.withNano(time.getNano() / 1000 * 1000);
    }

    private static String[] filled(int size, String text) {
        var texts = new String[size];
        Arrays.fill(texts, text);
        return texts;
    }
}
