package dev.kopeck.telegram.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kopeck.contracts.event.ChargeSettled.Resolution;
import dev.kopeck.contracts.event.DeclineReason;
import dev.kopeck.contracts.event.Outcome;
import dev.kopeck.contracts.money.Nanos;
import dev.kopeck.telegram.domain.Facts.Charge;
import dev.kopeck.telegram.domain.Facts.Finished;
import dev.kopeck.telegram.domain.Facts.Refusal;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class WordingTest {

    private final Wording words = Wording.in("en");

    @Test
    void amountsAreExactInEverySize() {
        assertThat(words.footer(charge("0.000000001", "9223372036.854775807"), true))
                .isEqualTo("\n\n— $0.000000001 · balance $9223372036.854775807");
        assertThat(words.footer(charge("1234567.5", "-0.1"), true)).isEqualTo("\n\n— $1234567.50 · balance -$0.10");
        assertThat(words.footer(new Charge(Resolution.SETTLED, Nanos.parse("2"), Nanos.ZERO, "EUR", true), false))
                .isEqualTo("\n\n— 2.00 EUR (tokens estimated)");
    }

    @Test
    void theLongestFooterFitsItsRoom() {
        // Given
        var extreme = new Charge(
                Resolution.SETTLED, new Nanos(Long.MIN_VALUE + 1), new Nanos(Long.MIN_VALUE + 1), "XXX", true);
        // Then
        assertThat(words.footer(extreme, true).length()).isLessThanOrEqualTo(MessageParts.FOOTER_ROOM);
    }

    @Test
    void anUnknownOrBrokenLanguageIsEnglish() {
        for (var language : new String[] {"", "xx", "not a tag", "zh-hans"}) {
            assertThat(Wording.in(language).expired()).isEqualTo(words.expired());
        }
    }

    @Test
    void everyReasonOfARefusalHasASentence() {
        for (var reason : DeclineReason.values()) {
            var refusal = new Refusal(reason, "gpt-{0}'s", Nanos.parse("1"), Nanos.parse("0.5"), "USD");
            assertThat(words.refusal(refusal)).endsWith(". Nothing was charged.");
        }
        assertThat(words.refusal(new Refusal(DeclineReason.UNKNOWN_PRICE, "gpt-{0}'s", Nanos.ZERO, Nanos.ZERO, "USD")))
                .contains("gpt-{0}'s");
    }

    @Test
    void everyNoticeHasAText() {
        var account = new AccountView(Nanos.parse("1"), Nanos.ZERO, "USD", null);
        assertThat(words.greeting(account)).contains("Your balance is $1.00.").doesNotContain("gift");
        assertThat(words.greetingWithoutAccount()).contains("I cannot reach your balance");
        assertThat(words.balance(account)).isEqualTo("You can spend $1.00.");
        Arrays.stream(NoticeKind.values())
                .filter(kind -> !kind.isAboutMoney())
                .forEach(kind -> assertThat(words.notice(kind)).isNotBlank());
    }

    @Test
    void anAnswerThatIsCutOrEmptyIsSaidToBe() {
        assertThat(words.answer(new Finished(Outcome.COMPLETED, "So far", "length", null)))
                .isEqualTo("So far\n\n[The answer reached its length limit.]");
        assertThat(words.answer(new Finished(Outcome.COMPLETED, " ", "stop", null)))
                .isEqualTo("The model answered with an empty text.");
        assertThat(words.failed(new Finished(Outcome.FAILED, "", null, null)))
                .isEqualTo("The model could not answer. Nothing was charged.");
    }

    private static Charge charge(String charged, String balance) {
        return new Charge(Resolution.SETTLED, Nanos.parse(charged), Nanos.parse(balance), "USD", false);
    }
}
