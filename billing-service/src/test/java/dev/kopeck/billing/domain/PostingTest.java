package dev.kopeck.billing.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.contracts.money.Nanos;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostingTest {

    @ParameterizedTest
    @CsvSource({
        "TOP_UP,      5, 2",
        "REFUND,      5, 1",
        "REFUND,     -5, 2",
        "ADJUSTMENT,  5, 4",
        "ADJUSTMENT, -5, 4",
        "GRANT,       5, 3",
        "BREAKAGE,   -5, 3"
    })
    void otherSideIsWhereTheMoneyComesFromOrGoesTo(EntryKind kind, long amount, long counter) {
        var posting = new Posting(
                new UUID(1, 2),
                kind,
                new AccountId(1001),
                new Nanos(amount),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        assertThat(posting.counterAccount()).isEqualTo(counter);
    }
}
