package dev.kopeck.billing.adapter.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kopeck.billing.adapter.postgres.PostingsOracle.Customer;
import dev.kopeck.billing.adapter.postgres.PostingsOracle.Lot;
import dev.kopeck.billing.adapter.postgres.PostingsOracle.Payment;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Random top-ups, payments, codes, grants, refunds, adjustments, holds and charges, skewed to what hurts: four accounts,
 * few references, payment ids and codes used over and over, amounts at the edge of what is there, grants that begin and
 * end while it runs. Every answer of the SQL is compared with the oracle's, then the books and the lots.
 * {@code -Dkopeck.seed=…} plays one history again, but for the moments at which grants end.
 */
class PostingsHistoryIT {

    private static final Logger LOG = Logger.getLogger(PostingsHistoryIT.class);
    private static final int STEPS = 2500;
    private static final long[] ACCOUNTS = {5001, 5002, 5003, 5004};
    private static final long ON_CREDIT = 5004;
    private static final long NOBODY = 5999;
    private static final UUID CODES = new UUID(0x7000, Long.MIN_VALUE);
    private static final long CODE_AMOUNT = 13;

    private final long seed = Long.getLong("kopeck.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final PostingsOracle oracle = new PostingsOracle();
    private final List<UUID> known = new ArrayList<>();
    private final Map<String, TreeSet<Integer>> reached = new TreeMap<>();
    private final Map<UUID, Lot> scheduled = new HashMap<>();

    @Test
    void everyAnswerIsTheOracles() {
        LOG.infof("Random history of postings seed=%d", seed);
        try (var books = new Books(2)) {
            // Given
            var money = new MoneyBooks(books);
            open(books, money);
            for (int step = 0; step < STEPS; step++) {
                // When
                var where = "seed %d, step %d".formatted(seed, step);
                step(books, money, where);
                // Then
                if (step % 50 == 49) {
                    assertSame(books, money, where);
                }
            }
            assertReached();
        }
    }

    private void open(Books books, MoneyBooks money) {
        books.setPrices();
        money.open(ACCOUNTS);
        for (long account : ACCOUNTS) {
            oracle.customers.put(account, new Customer(account));
        }
        books.call("UPDATE account SET credit_limit = 40 WHERE id = " + ON_CREDIT);
        Objects.requireNonNull(oracle.customers.get(ON_CREDIT)).credit = 40;
        for (int i = 0; i < 60; i++) {
            oracle.codes.put("code " + i, false);
        }
        money.codes(CODES, CODE_AMOUNT, oracle.codes.keySet().toArray(String[]::new));
    }

    private void step(Books books, MoneyBooks money, String where) {
        switch (random.nextInt(16)) {
            case 0 -> post(books, money, PostingsOracle.TOP_UP, where);
            case 1 -> post(books, money, PostingsOracle.ADJUSTMENT, where);
            case 2 -> pay(books, money, where);
            case 3 -> redeem(money, where);
            case 4, 5 -> grant(books, money, where);
            case 6 -> voidLot(books, money, where);
            case 7, 8 -> sweep(money, where);
            case 9, 10, 11 -> refund(books, money, where);
            case 12 -> closeOrOpen(books);
            case 13, 14 -> hold(money);
            default -> settle(books, money, where);
        }
    }

    private void post(Books books, MoneyBooks money, int kind, String where) {
        int number = random.nextInt(20);
        var reference = kind == PostingsOracle.TOP_UP && random.nextInt(3) > 0 ? "R" + number : null;
        boolean usual = reference != null && random.nextInt(6) > 0;
        long account = usual ? ACCOUNTS[number % ACCOUNTS.length] : account();
        long credit = usual ? 10L + number : 1 + random.nextInt(40);
        long amount = kind == PostingsOracle.TOP_UP || random.nextBoolean() ? credit : -edge(available(account));
        var id = random.nextInt(8) == 0 && !known.isEmpty() ? known() : money.newId();
        boolean old = random.nextInt(6) == 0;
        int expected = oracle.judge(id, kind, account, amount, reference, !old);
        var answer = old
                ? books.call(
                        Books.POST.replace("o_seq", "o_seq, o_at"), oldPosting(id, kind, account, amount, reference))
                : books.call(MoneyBooks.POST, MoneyBooks.posting(id, kind, account, amount, reference));
        expect("post", old && expected == 6 ? 4 : expected, answer.getFirst(), where);
        if (expected == 0) {
            oracle.post(id, kind, account, amount, reference, at(answer.getFirst()));
            known.add(id);
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

    private void pay(Books books, MoneyBooks money, String where) {
        int first = random.nextInt(30);
        int size = 1 + random.nextInt(3);
        var ids = new String[size];
        var entries = new UUID[size];
        var accounts = new Long[size];
        var amounts = new Long[size];
        for (int i = 0; i < size; i++) {
            int number = first + i;
            boolean other = random.nextInt(8) == 0;
            ids[i] = "p" + number;
            entries[i] = money.newId();
            accounts[i] = other ? account() : ACCOUNTS[number % ACCOUNTS.length];
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
            known.add(entries[i]);
        }
    }

    private void redeem(MoneyBooks money, String where) {
        long account = account();
        var code = "code " + random.nextInt(70);
        var id = money.newId();
        var used = oracle.codes.get(code);
        int expected =
                used == null ? 7 : used ? 20 : oracle.judge(id, PostingsOracle.GRANT, account, CODE_AMOUNT, null, true);
        var row = Books.result(money.startRedeem(code, id, account)).getFirst();
        expect("redeem", expected, row, where);
        if (expected == 0) {
            oracle.codes.put(code, true);
            oracle.credit(new Lot(id, account, CODE_AMOUNT, 100, null), at(row));
            known.add(id);
        }
    }

    private void grant(Books books, MoneyBooks money, String where) {
        var now = OffsetDateTime.now(ZoneOffset.UTC);
        var begins = random.nextInt(3) == 0 ? now.plus(Duration.ofMillis(200 + random.nextInt(800))) : null;
        var from = begins == null ? now : begins;
        var ends = random.nextInt(3) == 0 ? null : from.plus(Duration.ofMillis(100 + random.nextInt(1500)));
        var lot = new Lot(
                money.newId(), account(), 1 + random.nextInt(30), random.nextInt(3) == 0 ? 100 : 10, micros(ends));
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
            known.add(lot.id);
        }
    }

    private void voidLot(Books books, MoneyBooks money, String where) {
        var id = random.nextInt(4) == 0 || oracle.lots.isEmpty() ? known() : anyLot();
        long account = Objects.requireNonNullElse(oracle.lots.get(id), new Lot(id, account(), 1, 1, null)).account;
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
                known.add(entry);
            }
        }
    }

    private void sweep(MoneyBooks money, String where) {
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
                    known.add(id);
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
                known.add(row.getUUID("o_entry"));
            }
        }
    }

    private void refund(Books books, MoneyBooks money, String where) {
        var of = known();
        var row = oracle.ledger.get(of);
        long account = row == null || random.nextInt(12) == 0 ? account() : row.account();
        long original = row == null ? 5 : Math.abs(row.amount());
        var asked = random.nextInt(3) == 0 ? null : Long.valueOf(edge(original));
        boolean toSource = row != null && row.kind() == PostingsOracle.TOP_UP != (random.nextInt(12) == 0);
        var id = money.newId();
        var expected = oracle.judgeRefund(account, of, asked, toSource);
        var answer = books.call(MoneyBooks.REFUND, Tuple.of(id, account, of, asked, toSource, 1_000_000))
                .getFirst();
        expect("refund", (int) expected[0], answer, where);
        if (expected[0] == 0) {
            assertThat(answer.getLong("o_amount")).as(where).isEqualTo(expected[1]);
            oracle.refund(id, account, of, expected[1], toSource, at(answer));
            known.add(id);
            var again = books.call(MoneyBooks.REFUND, Tuple.of(id, account, of, asked, toSource, 1_000_000));
            expect("refund", 1, again.getFirst(), where);
        }
    }

    private void closeOrOpen(Books books) {
        long account = ACCOUNTS[random.nextInt(2)];
        var customer = Objects.requireNonNull(oracle.customers.get(account));
        customer.closed = !customer.closed && random.nextInt(3) == 0;
        books.call("UPDATE account SET closed = $1 WHERE id = $2", Tuple.of(customer.closed, account));
    }

    private void hold(MoneyBooks money) {
        var customer = Objects.requireNonNull(oracle.customers.get(ACCOUNTS[random.nextInt(ACCOUNTS.length)]));
        long free = customer.posted - customer.held + customer.credit;
        if (free > 0 && !customer.closed) {
            long amount = Math.max(1, Math.min(free, edge(free)));
            var id = money.newId();
            money.hold(id, customer.id, amount);
            oracle.hold(id, customer.id, amount);
        }
    }

    private void settle(Books books, MoneyBooks money, String where) {
        for (var customer : oracle.customers.values()) {
            for (var hold : List.copyOf(customer.holds.entrySet())) {
                if (random.nextInt(3) > 0) {
                    long charged = random.nextInt(4) == 0 ? 0 : Math.min(edge(hold.getValue()), hold.getValue());
                    var row = money.settle(hold.getKey(), customer.id, charged).getFirst();
                    expect("settle", 0, row, where);
                    var since = books.call(
                                    "SELECT coalesce(held_since, created_at) FROM ledger WHERE id = $1",
                                    Tuple.of(hold.getKey()))
                            .getFirst()
                            .getOffsetDateTime(0);
                    oracle.settle(hold.getKey(), customer.id, charged, since);
                    known.add(hold.getKey());
                }
            }
        }
    }

    private void assertSame(Books books, MoneyBooks money, String where) {
        assertThat(books.violations())
                .as(where)
                .allSatisfy((rule, count) -> assertThat(count).as(rule).isZero());
        for (var customer : oracle.customers.values()) {
            money.walk(customer.id, 1 + random.nextInt(9));
            var row = books.call("SELECT posted, held, seq FROM account WHERE id = $1", Tuple.of(customer.id))
                    .getFirst();
            assertThat(List.of(row.getLong("posted"), row.getLong("held"), row.getLong("seq")))
                    .as("%s account %d: posted, held, seq", where, customer.id)
                    .isEqualTo(List.of(customer.posted, customer.held, customer.seq));
            assertThat(oracle.promotional(customer.id)).as(where).isLessThanOrEqualTo(Math.max(0, customer.posted));
        }
        var lots = new HashMap<UUID, List<Long>>();
        books.call("SELECT id, rest, lost FROM grant_lot WHERE seq IS NOT NULL")
                .forEach(row -> lots.put(row.getUUID("id"), List.of(row.getLong("rest"), row.getLong("lost"))));
        var expected = new HashMap<UUID, List<Long>>();
        oracle.lots.forEach((id, lot) -> expected.put(id, List.of(lot.rest, lot.lost)));
        assertThat(lots).as("%s rest and lost of lots", where).isEqualTo(expected);
        assertThat(books.number("SELECT count(*) FROM ledger")).as(where).isEqualTo(oracle.ledger.size());
        assertThat(books.number("SELECT count(*) FROM payment")).as(where).isEqualTo(oracle.payments.size());
        assertThat(books.number("SELECT count(*) FROM top_up_reference"))
                .as(where)
                .isEqualTo(oracle.references.size());
    }

    private void assertReached() {
        assertThat(reached.get("post")).as("post").contains(0, 1, 3, 4, 6, 9, 10);
        assertThat(reached.get("pay")).as("pay").contains(0, 1, 6, 9);
        assertThat(reached.get("redeem")).as("redeem").contains(0, 6, 7, 20);
        assertThat(reached.get("grant")).as("grant").contains(0, 2, 4, 6);
        assertThat(reached.get("void")).as("void").contains(0, 1, 7);
        assertThat(reached.get("begin")).as("begin").contains(0);
        assertThat(reached.get("breakage")).as("breakage").contains(0);
        assertThat(reached.get("refund")).as("refund").contains(0, 1, 3, 6, 7, 8, 11, 12);
    }

    private void expect(String what, int expected, Row row, String where) {
        assertThat((int) row.getShort("o_status")).as("%s %s", where, what).isEqualTo(expected);
        reached(what, expected);
    }

    private void reached(String what, int status) {
        reached.computeIfAbsent(what, key -> new TreeSet<>()).add(status);
    }

    private UUID known() {
        // Mostly one of the latest, so that rows are refunded again and again.
        int latest = Math.max(0, known.size() - 15);
        return known.isEmpty()
                ? new UUID(0x7001, Long.MIN_VALUE)
                : known.get(
                        random.nextInt(6) == 0
                                ? random.nextInt(known.size())
                                : latest + random.nextInt(known.size() - latest));
    }

    private UUID anyLot() {
        var ids = oracle.lots.keySet().stream().sorted().toList();
        return ids.get(random.nextInt(ids.size()));
    }

    private long account() {
        return random.nextInt(15) == 0 ? NOBODY : ACCOUNTS[random.nextInt(ACCOUNTS.length)];
    }

    private long available(long account) {
        var customer = oracle.customers.get(account);
        return customer == null ? 10 : customer.posted - customer.held + customer.credit;
    }

    /** One, all, one more than all, or something in between; never less than one. */
    private long edge(long edge) {
        return Math.max(
                1,
                switch (random.nextInt(5)) {
                    case 0 -> 1;
                    case 1 -> edge;
                    case 2 -> edge + 1;
                    default -> 1 + random.nextInt((int) Math.max(1, Math.min(edge, 1000)));
                });
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
        java.util.Arrays.fill(texts, text);
        return texts;
    }
}
