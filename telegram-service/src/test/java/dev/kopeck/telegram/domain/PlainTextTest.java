package dev.kopeck.telegram.domain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PlainTextTest {

    @Test
    void ordinaryTextStaysAsItIs() {
        assertThat(PlainText.clean("Grüße 🌍\n\tтест")).isEqualTo("Grüße 🌍\n\tтест");
    }

    @Test
    void whatCannotBeStoredIsRemovedOrReplaced() {
        assertThat(PlainText.clean("a\u0000b\uD83Cc\uDF0D")).isEqualTo("ab\uFFFDc\uFFFD");
    }

    @Test
    void aSurrogatePairIsNeverCut() {
        assertThat(PlainText.cutBefore("a🌍b", 2)).isEqualTo(1);
        assertThat(PlainText.cutBefore("a🌍b", 3)).isEqualTo(3);
        assertThat(PlainText.cutBefore("a🌍b", 9)).isEqualTo(4);
    }
}
