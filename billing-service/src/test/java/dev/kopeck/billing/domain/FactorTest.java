package dev.kopeck.billing.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FactorTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0, 1",
        "2000, 0, 1.2",
        "2000, 500, 1.14",
        "0, 10000, 0",
        "-10000, 0, 0",
        "1, 1, 0.99999999",
        "1000000, 0, 101"
    })
    void markUpAndDiscountMakeAnExactFactor(int markup, int discount, String factor) {
        assertThat(Factor.of(markup, discount).toDecimal()).isEqualTo(factor);
    }

    @Test
    void listPricesAreTheFactorOne() {
        assertThat(Factor.of(0, 0)).isEqualTo(Factor.ONE);
        assertThat(Factor.of(10_000, 5_000)).isEqualTo(Factor.ONE);
        assertThatIllegalArgumentException().isThrownBy(() -> new Factor(-1));
    }
}
