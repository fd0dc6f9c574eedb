package dev.kopeck.billing.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedeemCodeTest {

    private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private final Random random = new Random(7);

    @Test
    void codeIsReadHoweverItIsTyped() {
        for (int i = 0; i < 200; i++) {
            // Given
            var code = RedeemCode.mint(random);
            var typed = code.inClear()
                    .toLowerCase(Locale.ROOT)
                    .replace('-', ' ')
                    .replace('0', 'o')
                    .replace('1', 'I');
            // When
            var read = RedeemCode.parse(" " + typed + "\n");
            // Then
            assertThat(read.inClear()).isEqualTo(code.inClear());
            assertThat(read.hash()).isEqualTo(code.hash()).hasSize(32);
        }
    }

    @Test
    void everySingleWrongSymbolIsNoticed() {
        var clear = RedeemCode.mint(random).inClear();
        for (int place = 0; place < clear.length(); place++) {
            for (int symbol = 0; symbol < ALPHABET.length(); symbol++) {
                char wrong = ALPHABET.charAt(symbol);
                if (clear.charAt(place) != '-' && clear.charAt(place) != wrong) {
                    assertMistyped(clear.substring(0, place) + wrong + clear.substring(place + 1));
                }
            }
        }
    }

    @Test
    void everyTwoSymbolsThatChangedPlacesAreNoticed() {
        var symbols = RedeemCode.mint(random).inClear().replace("-", "");
        for (int i = 0; i < symbols.length(); i++) {
            for (int j = i + 1; j < symbols.length(); j++) {
                if (symbols.charAt(i) != symbols.charAt(j)) {
                    var swapped = new StringBuilder(symbols);
                    swapped.setCharAt(i, symbols.charAt(j));
                    swapped.setCharAt(j, symbols.charAt(i));
                    assertMistyped(swapped.toString());
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "ABC", "UUUUU-UUUUU-UUUUU-UUUUU", "00000-00000-00000-0000!", "0000000000000000000000000"})
    void whatIsNoCodeIsRefusedWithoutQuotingIt(String typed) {
        assertThatThrownBy(() -> RedeemCode.parse(typed))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("must be a code");
    }

    @Test
    void codesDifferAndNeverShowThemselves() {
        var clear = new HashSet<String>();
        IntStream.range(0, 1000).forEach(i -> clear.add(RedeemCode.mint(random).inClear()));
        assertThat(clear).hasSize(1000).allSatisfy(code -> assertThat(code).matches("([0-9A-Z]{5}-){3}[0-9A-Z]{5}"));
        assertThat(RedeemCode.mint(random)).hasToString("RedeemCode[secret]");
    }

    private static void assertMistyped(String typed) {
        assertThatThrownBy(() -> RedeemCode.parse(typed)).hasMessageContaining("mistyped");
    }
}
