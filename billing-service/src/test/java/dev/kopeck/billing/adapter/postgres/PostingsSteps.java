package dev.kopeck.billing.adapter.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kopeck.billing.adapter.postgres.PostingsOracle.Lot;
import dev.kopeck.billing.adapter.postgres.PostingsOracle.Payment;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The steps of a random history: each calls the SQL, asks the oracle what the answer must be, and lets it follow. */
final class PostingsSteps {

    private final Books books;
    private final MoneyBooks money;
    private final PostingsOracle oracle;
    private final SkewedChoices choices;
    private final LotSteps lots;

    final StepAnswers answers = new StepAnswers();

    PostingsSteps(Books books, MoneyBooks money, PostingsOracle oracle, SkewedChoices choices) {
        this.books = books;
        this.money = money;
        this.oracle = oracle;
        this.choices = choices;
        this.lots = new LotSteps(books, money, oracle, choices, answers);
    }

    void step(String where) {
        switch (choices.random.nextInt(16)) {
            case 0 -> post(PostingsOracle.TOP_UP, where);
            case 1 -> post(PostingsOracle.ADJUSTMENT, where);
            case 2 -> pay(where);
            case 3 -> redeem(where);
            case 4, 5 -> lots.grant(where);
            case 6 -> lots.voidLot(where);
            case 7, 8 -> lots.sweep(where);
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
        answers.expect("post", old && expected == 6 ? 4 : expected, answer.getFirst(), where);
        if (expected == 0) {
            oracle.post(id, kind, account, amount, reference, StepAnswers.at(answer.getFirst()));
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
            answers.expect("pay", same ? 1 : 9, row, where);
            assertThat(row.getUUID("o_id")).as(where).isEqualTo(before.entry());
            return;
        }
        var reference = "stars:" + ids[i];
        int expected = oracle.judge(entries[i], PostingsOracle.TOP_UP, accounts[i], amounts[i], reference, true);
        answers.expect("pay", expected, row, where);
        if (expected == 0) {
            oracle.post(entries[i], PostingsOracle.TOP_UP, accounts[i], amounts[i], reference, StepAnswers.at(row));
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
        answers.expect("redeem", expected, row, where);
        if (expected == 0) {
            oracle.codes.put(code, true);
            oracle.credit(new Lot(id, account, MoneyBooks.CODE_AMOUNT, 100, null), StepAnswers.at(row));
            choices.remember(id);
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
        answers.expect("refund", (int) expected[0], answer, where);
        if (expected[0] == 0) {
            assertThat(answer.getLong("o_amount")).as(where).isEqualTo(expected[1]);
            oracle.refund(id, account, of, expected[1], toSource, StepAnswers.at(answer));
            choices.remember(id);
            var again = books.call(MoneyBooks.REFUND, Tuple.of(id, account, of, asked, toSource, 1_000_000));
            answers.expect("refund", 1, again.getFirst(), where);
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
                    answers.expect("settle", 0, row, where);
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

    private static String[] filled(int size, String text) {
        var texts = new String[size];
        Arrays.fill(texts, text);
        return texts;
    }
}
