package dev.kopeck.contracts.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NanosTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0.00",
        "1, 0.000000001",
        "1000000000, 1.00",
        "1500000000, 1.50",
        "123456789, 0.123456789",
        "-5, -0.000000005",
        "9223372036854775807, 9223372036.854775807",
        "-9223372036854775808, -9223372036.854775808",
    })
    void isWrittenAndReadAsThePlainDecimalString(long nanos, String decimal) {
        assertThat(new Nanos(nanos).toDecimal()).isEqualTo(decimal);
        assertThat(Nanos.parse(decimal)).isEqualTo(new Nanos(nanos));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "1e3", "1,5", "+1", ".5", "5.", "0x1", "NaN", "1_000", "١", "12345678901234567890.0"})
    void refusesWhatIsNotAPlainDecimalString(String text) {
        assertThatThrownBy(() -> Nanos.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesMoreDecimalsThanItCanHoldInsteadOfRounding() {
        assertThatThrownBy(() -> Nanos.parse("0.0000000001")).hasMessageContaining("nine decimals");
        assertThat(Nanos.parse("0.1000000000")).isEqualTo(new Nanos(100_000_000));
    }

    @Test
    void refusesAmountsOutsideItsRangeInsteadOfWrapping() {
        assertThatThrownBy(() -> Nanos.parse("9223372036.854775808")).hasMessageContaining("between");
        assertThatThrownBy(() -> new Nanos(Long.MAX_VALUE).plus(new Nanos(1))).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> new Nanos(Long.MIN_VALUE).minus(new Nanos(1))).isInstanceOf(ArithmeticException.class);
    }
}
