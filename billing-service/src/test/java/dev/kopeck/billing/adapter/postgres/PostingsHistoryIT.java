package dev.kopeck.billing.adapter.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kopeck.billing.adapter.postgres.PostingsOracle.Customer;
import io.vertx.sqlclient.Tuple;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.jboss.logging.Logger;
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

    private final long seed = Long.getLong("kopeck.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final PostingsOracle oracle = new PostingsOracle();

    @Test
    void everyAnswerIsTheOracles() {
        LOG.infof("Random history of postings seed=%d", seed);
        try (var books = new Books(2)) {
            // Given
            var money = new MoneyBooks(books);
            open(books, money);
            var steps = new PostingsSteps(books, money, oracle, new SkewedChoices(random, oracle));
            for (int step = 0; step < STEPS; step++) {
                // When
                var where = "seed %d, step %d".formatted(seed, step);
                steps.step(where);
                // Then
                if (step % 50 == 49) {
                    assertSame(books, money, where);
                }
            }
            assertReached(steps.answers.reached);
        }
    }

    private void open(Books books, MoneyBooks money) {
        books.setPrices();
        money.open(SkewedChoices.ACCOUNTS);
        for (long account : SkewedChoices.ACCOUNTS) {
            oracle.customers.put(account, new Customer(account));
        }
        books.call("UPDATE account SET credit_limit = 40 WHERE id = " + SkewedChoices.ON_CREDIT);
        Objects.requireNonNull(oracle.customers.get(SkewedChoices.ON_CREDIT)).credit = 40;
        for (int i = 0; i < MoneyBooks.CODES; i++) {
            oracle.codes.put("code " + i, false);
        }
        money.codes(money.newId(), MoneyBooks.CODE_AMOUNT, oracle.codes.keySet().toArray(String[]::new));
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

    private static void assertReached(Map<String, Set<Integer>> reached) {
        assertThat(reached.get("post")).as("post").contains(0, 1, 3, 4, 6, 9, 10);
        assertThat(reached.get("pay")).as("pay").contains(0, 1, 6, 9);
        assertThat(reached.get("redeem")).as("redeem").contains(0, 6, 7, 20);
        assertThat(reached.get("grant")).as("grant").contains(0, 2, 4, 6);
        assertThat(reached.get("void")).as("void").contains(0, 1, 7);
        assertThat(reached.get("begin")).as("begin").contains(0);
        assertThat(reached.get("breakage")).as("breakage").contains(0);
        assertThat(reached.get("refund")).as("refund").contains(0, 1, 3, 6, 7, 8, 11, 12);
    }
}
