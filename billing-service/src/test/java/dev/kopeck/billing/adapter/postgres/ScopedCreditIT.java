package dev.kopeck.billing.adapter.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kopeck.billing.adapter.postgres.ScopedBooks.Prompt;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Which money pays a prompt where a customer has credit for certain models, and what is told about it. */
class ScopedCreditIT {

    private static final int FUNDS = 3;
    private static final int KEY_LIMIT = 15;

    private static Books books;
    private static ScopedBooks scoped;

    @BeforeAll
    static void open() {
        books = new Books(2);
        books.setPrices();
        scoped = new ScopedBooks(books);
    }

    @AfterAll
    static void close() {
        books.close();
    }

    @AfterEach
    void booksAreSound() {
        assertThat(books.violations())
                .allSatisfy((rule, count) -> assertThat(count).as(rule).isZero());
    }

    @Test
    void creditPaysForItsModelsOnly() {
        // Given
        books.open(5001, 100);
        scoped.grant(5001, 50, "small");
        // Then
        assertThat(scoped.holder(Prompt.of(5001, 10, "small"))).isEqualTo(scoped.scope(5001, "small"));
        assertThat(scoped.holder(Prompt.of(5001, 10, "large"))).isEqualTo(5001);
        assertThat(scoped.holder(new Prompt(UUID.randomUUID(), 5001, 10, 10, null, null)))
                .as("of an instance that does not tell the model")
                .isEqualTo(5001);
        assertThat(scoped.holder(Prompt.of(5001, 0, "small")))
                .as("what is free takes no credit")
                .isEqualTo(5001);
    }

    @Test
    void creditThatDoesNotCoverTheWorstCaseIsSparedWhileOwnMoneyDoes() {
        // Given
        books.open(5002, 100);
        scoped.grant(5002, 9, "m");
        long scope = scoped.scope(5002, "m");
        // Then
        assertThat(scoped.holder(Prompt.of(5002, 10, "m").atLeast(1))).isEqualTo(5002);
        assertThat(scoped.holder(Prompt.of(5002, 9, "m"))).isEqualTo(scope);
    }

    @Test
    void whereNeitherCoversTheWorstCaseWhatHasMoreIsClamped() {
        // Given
        books.open(5003, 30);
        scoped.grant(5003, 40, "m");
        var prompt = Prompt.of(5003, 100, "m").atLeast(1);
        // When
        assertThat(scoped.holder(prompt)).isEqualTo(scoped.scope(5003, "m"));
        assertThat(scoped.holder(Prompt.of(5003, 100, "m").atLeast(30))).isEqualTo(5003);
        // Then
        assertThat(scoped.funds(scoped.scope(5003, "m"))).containsExactly(40L, 40L);
        assertThat(scoped.funds(5003)).containsExactly(30L, 30L);
    }

    @Test
    void declinedPromptIsToldOfTheMostThatOneOfThemHas() {
        // Given
        books.open(5004, 3);
        scoped.grant(5004, 7, "m");
        // When
        var answer = scoped.reserve(Prompt.of(5004, 8, "m")).getFirst();
        // Then
        assertThat(status(answer)).isEqualTo(FUNDS);
        assertThat(answer.getLong("o_needed")).isEqualTo(8);
        assertThat(answer.getLong("o_available")).isEqualTo(7);
    }

    @Test
    void narrowestSetOfModelsPaysFirst() {
        // Given
        books.open(5005, 100);
        scoped.grant(5005, 20, "a", "b", "c");
        scoped.grant(5005, 10, "a");
        // Then
        assertThat(scoped.holder(Prompt.of(5005, 10, "a"))).isEqualTo(scoped.scope(5005, "a"));
        assertThat(scoped.holder(Prompt.of(5005, 10, "a"))).isEqualTo(scoped.scope(5005, "a", "b", "c"));
        assertThat(scoped.holder(Prompt.of(5005, 10, "b"))).isEqualTo(scoped.scope(5005, "a", "b", "c"));
        assertThat(scoped.holder(Prompt.of(5005, 10, "a"))).isEqualTo(5005);
    }

    @Test
    void promptsOfOneBatchShareTheCreditInTheOrderOfTheirArrival() {
        // Given
        books.open(5006, 100);
        scoped.grant(5006, 25, "m");
        // When
        scoped.reserve(
                Prompt.of(5006, 20, "m"),
                Prompt.of(5006, 10, "m"),
                Prompt.of(5006, 5, "m"),
                Prompt.of(5006, 30, "other"));
        // Then
        assertThat(scoped.funds(scoped.scope(5006, "m"))).containsExactly(25L, 25L);
        assertThat(scoped.funds(5006)).containsExactly(100L, 40L);
    }

    @Test
    void barredCustomerIsDeclinedWhateverItsCredit() {
        // Given
        books.open(5007, 100);
        scoped.grant(5007, 50, "m");
        // Then
        for (var barred : List.of("frozen:5", "closed:12", "parked:13")) {
            var parts = barred.split(":", 2);
            books.call("UPDATE account SET " + parts[0] + " = true WHERE id = 5007");
            assertThat(status(scoped.reserve(Prompt.of(5007, 10, "m")).getFirst()))
                    .as(barred)
                    .isEqualTo(Integer.parseInt(parts[1]));
            books.call("UPDATE account SET " + parts[0] + " = false WHERE id = 5007");
        }
    }

    @Test
    void parkedCreditIsLeftAloneAndTheCustomerGoesOn() {
        // Given
        books.open(5008, 100);
        scoped.grant(5008, 50, "m");
        // When
        books.call("SELECT park_accounts($1)", Tuple.tuple().addArrayOfLong(new Long[] {scoped.scope(5008, "m")}));
        // Then
        assertThat(scoped.holder(Prompt.of(5008, 10, "m"))).isEqualTo(5008);
    }

    @Test
    void spendLimitOfTheAccountBoundsItsOwnMoneyOnly() {
        // Given
        books.open(5009, 100);
        scoped.grant(5009, 50, "m");
        books.call("INSERT INTO spend_limit (account_id, daily) VALUES (5009, 5)");
        // Then
        assertThat(scoped.holder(Prompt.of(5009, 30, "m"))).isEqualTo(scoped.scope(5009, "m"));
        assertThat(scoped.holder(Prompt.of(5009, 5, "other"))).isEqualTo(5009);
        assertThat(scoped.holder(Prompt.of(5009, 50, "m").atLeast(20)))
                .as("more credit than the limit leaves of own money")
                .isEqualTo(scoped.scope(5009, "m"));
    }

    @Test
    void limitOfAKeyBoundsWhateverItSpends() {
        // Given
        books.open(5010, 100);
        scoped.grant(5010, 50, "m");
        var key = scoped.key(5010, 20L);
        var first = Prompt.of(5010, 12, "m").with(key);
        // When
        assertThat(scoped.holder(first)).isEqualTo(scoped.scope(5010, "m"));
        scoped.settle(first, 11);
        // Then
        assertThat(status(scoped.reserve(Prompt.of(5010, 10, "m").with(key)).getFirst()))
                .isEqualTo(KEY_LIMIT);
        assertThat(scoped.holder(Prompt.of(5010, 60, "m").atLeast(1).with(key)))
                .as("what the key leaves is covered by the credit")
                .isEqualTo(scoped.scope(5010, "m"));
        var row = books.call("SELECT spent, held FROM api_key WHERE id = $1", Tuple.of(key))
                .getFirst();
        assertThat(List.of(row.getLong("spent"), row.getLong("held"))).containsExactly(11L, 9L);
    }

    @Test
    void outsideOfTheBooksOnlyTheCustomerIsSeen() {
        // Given
        books.open(5011, 100);
        scoped.grant(5011, 50, "m");
        var prompt = Prompt.of(5011, 20, "m");
        // When
        var held = scoped.reserve(prompt).getFirst();
        var settled = scoped.settle(prompt, 15);
        // Then
        assertThat(held.getLong("o_account")).isEqualTo(5011);
        assertThat(settled.getLong("o_charged")).isEqualTo(15);
        assertThat(settled.getLong("o_balance"))
                .as("own money, which was spared")
                .isEqualTo(100);
        assertThat(scoped.funds(scoped.scope(5011, "m"))).containsExactly(35L, 0L);
    }

    @Test
    void repeatedAnswerTellsTheSameBalanceHoweverMuchWasSpentSince() {
        // Given
        books.open(5012, 100);
        scoped.grant(5012, 50, "m");
        var own = Prompt.of(5012, 30, "other");
        var prompt = Prompt.of(5012, 20, "m");
        scoped.reserve(own, prompt);
        // When
        var both = Books.result(Calls.settle(books, List.of(prompt.id(), own.id()), 5012, 1, 10));
        scoped.holder(Prompt.of(5012, 5, "other"));
        var later = Prompt.of(5012, 7, "other");
        scoped.reserve(later);
        scoped.settle(later, 7);
        var again = scoped.settle(prompt, 10);
        // Then
        assertThat(both).extracting(row -> row.getLong("o_balance")).containsOnly(90L);
        assertThat(status(again)).isEqualTo(1);
        assertThat(again.getLong("o_balance")).isEqualTo(90);
    }

    @Test
    void redeliveredPromptIsAnsweredFromItsHoldWhoeverHasIt() {
        // Given
        books.open(5013, 100);
        books.open(5014, 100);
        scoped.grant(5013, 50, "m");
        var prompt = Prompt.of(5013, 20, "m");
        scoped.reserve(prompt);
        // When
        var again = scoped.reserve(prompt).getFirst();
        var moved =
                scoped.reserve(new Prompt(prompt.id(), 5014, 20, 20, "m", null)).getFirst();
        // Then
        assertThat(List.of(again, moved)).allSatisfy(answer -> {
            assertThat(status(answer)).isEqualTo(1);
            assertThat(answer.getLong("o_account")).isEqualTo(5013);
        });
        assertThat(status(scoped.settle(new Prompt(prompt.id(), 5014, 20, 20, "m", null), 10)))
                .as("not the other customer's")
                .isEqualTo(10);
        assertThat(status(scoped.settle(prompt, 10))).isZero();
    }

    @Test
    void expiryAndWhatComesAfterItAreTheCustomers() {
        // Given
        books.open(5015, 100);
        scoped.grant(5015, 20, "m");
        var prompt = Prompt.of(5015, 20, "m");
        Books.result(scoped.startReserve(-1000, prompt));
        // When
        var expired = books.call(Books.EXPIRE, Tuple.of(10)).getFirst();
        scoped.holder(Prompt.of(5015, 15, "m"));
        var late = scoped.settle(prompt, 12);
        // Then
        assertThat(expired.getLong("o_account")).isEqualTo(5015);
        assertThat(expired.getLong("o_balance")).isEqualTo(100);
        assertThat(late.getShort("o_kind").intValue()).isEqualTo(9);
        assertThat(late.getLong("o_charged")).as("what no hold needs").isEqualTo(5);
        assertThat(books.number("SELECT amount FROM uncollected WHERE account_id = 5015"))
                .isEqualTo(7);
    }

    @Test
    void restOfAGrantThatHasEndedIsTakenBackAndToldAsTheCustomers() {
        // Given
        books.open(5016, 100);
        books.call("INSERT INTO account_payer (payer, account_id) VALUES ('telegram:5016', 5016)");
        var lot = scoped.grant(5016, 50, "m");
        var prompt = Prompt.of(5016, 20, "m");
        scoped.reserve(prompt);
        scoped.settle(prompt, 15);
        // When
        books.call(
                "UPDATE grant_lot SET expires_at = clock_timestamp(), due_at = clock_timestamp() WHERE id = $1",
                Tuple.of(lot));
        var ended = scoped.endLots(5).getFirst();
        // Then
        assertThat(ended.getLong("o_account")).isEqualTo(5016);
        assertThat(ended.getString("o_payer")).isEqualTo("telegram:5016");
        assertThat(ended.getLong("o_amount")).isEqualTo(-35);
        assertThat(ended.getLong("o_balance")).isEqualTo(100);
        assertThat(scoped.funds(scoped.scope(5016, "m"))).containsExactly(0L, 0L);
    }

    @Test
    void refundOfAChargeGoesBackToTheCreditThatPaid() {
        // Given
        books.open(5017, 100);
        books.open(5018, 100);
        scoped.grant(5017, 50, "m");
        var prompt = Prompt.of(5017, 20, "m");
        scoped.reserve(prompt);
        scoped.settle(prompt, 15);
        var money = new MoneyBooks(books);
        // When
        var others = money.refund(5018, prompt.id(), null, false);
        var refund = money.refund(5017, prompt.id(), 10L, false);
        // Then
        assertThat(status(others)).as("no row of this customer").isEqualTo(7);
        assertThat(status(refund)).isZero();
        assertThat(refund.getLong("o_balance")).isEqualTo(100);
        assertThat(scoped.funds(scoped.scope(5017, "m"))).containsExactly(45L, 0L);
        assertThat(status(money.refund(5017, prompt.id(), 6L, false)))
                .as("more than is left of it")
                .isEqualTo(8);
    }

    @Test
    void oneSetOfModelsIsOneAccountInWhateverOrderItIsNamed() {
        // Given
        books.open(5019, 0);
        // When
        scoped.grant(5019, 10, "b", "a");
        scoped.grant(5019, 10, "a", "b");
        scoped.grant(5019, 10, "a");
        scoped.grant(5019, 10, "B");
        var fourth = Books.result(scoped.startGrant(UUID.randomUUID(), 5019, 10, "c"))
                .getFirst();
        // Then
        assertThat(scoped.funds(scoped.scope(5019, "a", "b"))).containsExactly(20L, 0L);
        assertThat(books.number("SELECT count(*) FROM scoped_credit WHERE owner = 5019"))
                .isEqualTo(ScopedBooks.SCOPES_MAX);
        assertThat(status(fourth)).as("too many").isEqualTo(14);
        scoped.grant(5019, 1, "a");
    }

    @Test
    void onlyCustomersAreGrantedCreditAndOnlyOpenOnes() {
        // Given
        books.open(5020, 0);
        scoped.grant(5020, 10, "m");
        // Then
        assertThat(status(granted(scoped.scope(5020, "m")))).isEqualTo(4);
        assertThat(status(granted(5999))).isEqualTo(4);
        books.call("UPDATE account SET closed = true WHERE id = 5020");
        assertThat(status(granted(5020))).isEqualTo(6);
    }

    @Test
    void scopedCreditIsNoPayerAndAnswersNoPrompt() {
        // Given
        books.open(5021, 0);
        scoped.grant(5021, 10, "m");
        long scope = scoped.scope(5021, "m");
        // Then
        assertThat(books.call(
                        Books.REGISTER,
                        Tuple.tuple()
                                .addArrayOfString(new String[] {"account:" + scope})
                                .addArrayOfUUID(new UUID[] {UUID.randomUUID()})
                                .addLong(0L)))
                .isEmpty();
        assertThat(status(scoped.reserve(Prompt.of(scope, 5, "m")).getFirst())).isEqualTo(4);
    }

    @Test
    void databaseItselfRefusesCreditLimitsForScopedCreditAndChangesOfItsModels() {
        // Given
        books.open(5022, 0);
        scoped.grant(5022, 10, "m");
        // Then
        assertThat(books.start("UPDATE account SET credit_limit = 5 WHERE owner = 5022", Tuple.tuple()))
                .failsWithin(Duration.ofSeconds(20))
                .withThrowableThat()
                .withMessageContaining("account_owned");
        assertThat(books.start("UPDATE scoped_credit SET models = '{x}' WHERE owner = 5022", Tuple.tuple()))
                .failsWithin(Duration.ofSeconds(20));
    }

    private static Row granted(long account) {
        return Books.result(scoped.startGrant(UUID.randomUUID(), account, 10, "m"))
                .getFirst();
    }

    private static int status(Row row) {
        return row.getShort("o_status");
    }
}
