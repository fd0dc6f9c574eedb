package dev.kopeck.billing.adapter.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kopeck.billing.adapter.postgres.PostingsOracle.Lot;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The steps of a random history that grant promotional credit, begin it, and take it back. */
final class LotSteps {

    private final Books books;
    private final MoneyBooks money;
    private final PostingsOracle oracle;
    private final SkewedChoices choices;
    private final StepAnswers answers;
    private final Map<UUID, Lot> scheduled = new HashMap<>();

    LotSteps(Books books, MoneyBooks money, PostingsOracle oracle, SkewedChoices choices, StepAnswers answers) {
        this.books = books;
        this.money = money;
        this.oracle = oracle;
        this.choices = choices;
        this.answers = answers;
    }

    void grant(String where) {
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
        answers.expect("grant", expected, row, where);
        if (expected == 2) {
            scheduled.put(lot.id, lot);
        } else if (expected == 0) {
            oracle.credit(lot, StepAnswers.at(row));
            choices.remember(lot.id);
        }
    }

    void voidLot(String where) {
        var id = choices.once(4) || oracle.lots.isEmpty() ? choices.known() : choices.anyLot();
        long account =
                Objects.requireNonNullElse(oracle.lots.get(id), new Lot(id, choices.account(), 1, 1, null)).account;
        var lot = oracle.lots.get(id);
        var entry = money.newId();
        var row = books.call(MoneyBooks.VOID, Tuple.of(id, account, entry, 1_000_000))
                .getFirst();
        answers.expect("void", lot == null ? 7 : lot.voided != null ? 1 : 0, row, where);
        if (lot != null && lot.voided == null) {
            lot.voided = books.call("SELECT voided_at FROM grant_lot WHERE id = $1", Tuple.of(id))
                    .getFirst()
                    .getOffsetDateTime(0);
            assertThat(row.getLong("o_amount")).as("%s void", where).isEqualTo(oracle.breakable(lot));
            if (row.getLong("o_amount") > 0) {
                oracle.breakLot(lot, entry, row.getLong("o_amount"), StepAnswers.at(row));
                choices.remember(entry);
            }
        }
    }

    void sweep(String where) {
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
                    answers.reached("begin", 0);
                    oracle.credit(beginning, StepAnswers.at(row));
                    choices.remember(id);
                } else {
                    answers.reached("begin", 1);
                }
                continue;
            }
            var lot = Objects.requireNonNull(oracle.lots.get(id));
            assertThat(amount).as("%s breakage", where).isEqualTo(-oracle.breakable(lot));
            answers.reached("breakage", amount == 0 ? 1 : 0);
            if (amount != 0) {
                oracle.breakLot(lot, row.getUUID("o_entry"), -amount, StepAnswers.at(row));
                choices.remember(row.getUUID("o_entry"));
            }
        }
    }

    /** What the database keeps of it. */
    private static @Nullable OffsetDateTime micros(@Nullable OffsetDateTime time) {
        return time == null ? null : time.withNano(time.getNano() / 1000 * 1000);
    }
}
