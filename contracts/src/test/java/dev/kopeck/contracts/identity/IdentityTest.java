package dev.kopeck.contracts.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdentityTest {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00.123Z");

    @Test
    void aPromptIdCarriesItsTimeAndSortsByIt() {
        var random = new SplittableRandom(7);
        var first = PromptId.mint(NOON, random);
        var second = PromptId.mint(NOON.plusMillis(1), random);

        assertThat(first.time()).isEqualTo(NOON);
        assertThat(first).isLessThan(second);
        assertThat(first.value().version()).isEqualTo(7);
        assertThat(first.value().variant()).isEqualTo(2);
    }

    @Test
    void theSameMessageBecomesTheSamePromptOnEveryMachine() {
        assertThat(PromptId.derived(NOON, "telegram/1/2/3"))
                .isEqualTo(PromptId.derived(NOON, "telegram/1/2/3"))
                .isNotEqualTo(PromptId.derived(NOON, "telegram/1/2/4"))
                .isNotEqualTo(PromptId.derived(NOON.plusMillis(1), "telegram/1/2/3"));
    }

    @Test
    void aRelatedBookingKeepsThePromptsTimeUnderAnIdOfItsOwn() {
        var prompt = PromptId.derived(NOON, "telegram/1/2/3");
        var late = new PromptId(prompt.related("late"));

        assertThat(late).isNotEqualTo(prompt);
        assertThat(late.time()).isEqualTo(NOON);
        assertThat(prompt.related("late")).isEqualTo(late.value()).isNotEqualTo(prompt.related("uncollected"));
    }

    @Test
    void onlyUuidsOfVersionSevenArePromptIds() {
        var random = new UUID(0x0000_0000_0000_4000L, 0x8000_0000_0000_0000L);
        assertThatThrownBy(() -> new PromptId(random)).hasMessageContaining("version 7");
        assertThatThrownBy(() -> PromptId.parse("no-uuid")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aPayerSaysWhichDoorKnowsIt() {
        assertThat(Payer.telegram(42).value()).isEqualTo("telegram:42");
        assertThat(Payer.telegram(42).accountId()).isEmpty();
        assertThat(Payer.account(new AccountId(1001)).accountId()).contains(new AccountId(1001));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "telegram", "telegram:", "telegram:0", "telegram:-1", "telegram:x", "card:1", "account:01"})
    void otherPayersAreRefused(String text) {
        assertThatThrownBy(() -> new Payer(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
