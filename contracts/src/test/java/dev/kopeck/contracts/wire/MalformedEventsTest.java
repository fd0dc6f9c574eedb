package dev.kopeck.contracts.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kopeck.contracts.event.ChargeSettled;
import dev.kopeck.contracts.event.PromptAuthorized;
import dev.kopeck.contracts.event.PromptContent;
import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.contracts.money.ContextTier;
import dev.kopeck.contracts.money.PriceTerms;
import dev.kopeck.contracts.money.Rates;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MalformedEventsTest {

    private static final EventCodec CODEC = new EventCodec("/test");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ce_promptid        | nonsense              | UUID of version 7",
                "ce_payer           | card:1                | telegram:<user id>",
                "ce_channel         | pigeon                | one of telegram, web, api",
                "ce_model           | ''                    | is missing",
                "ce_inputtokens     | -1                    | whole number from 0",
                "ce_inputtokens     | 99999999999999999999  | whole number from 0",
                "ce_maxoutputtokens | 0                     | whole number from 1",
                "ce_priority        | 10                    | whole number from 0 to 9",
            })
    void aBadHeaderIsNamedWithWhatItShouldBe(String header, String value, String complaint) {
        var headers = submitted();
        headers.put(header, value);
        assertThatThrownBy(() -> CODEC.readSubmitted(headers))
                .isInstanceOf(MalformedEventException.class)
                .hasMessageContaining(header)
                .hasMessageContaining(complaint);
    }

    @Test
    void everyFactOfAPromptIsRequired() throws MalformedEventException {
        var facts = submitted().keySet().stream()
                .filter(name -> name.startsWith("ce_"))
                .filter(name -> !name.matches("ce_(specversion|type|source|id|time)"))
                .toList();
        assertThat(facts).hasSize(7);
        for (var fact : facts) {
            var headers = submitted();
            headers.remove(fact);
            assertThatThrownBy(() -> CODEC.readSubmitted(headers)).hasMessage("header " + fact + " is missing");
        }
    }

    @Test
    void theLongestPriceThatBillingAllowsIsReadAsItWasWritten() throws MalformedEventException {
        // Given eight tiers with the largest rates there are
        var dearest = new Rates(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE);
        var tiers = IntStream.rangeClosed(1, 8)
                .mapToObj(i -> new ContextTier(Long.MAX_VALUE - i, dearest))
                .toList();
        var price = new PriceTerms(Integer.MAX_VALUE, dearest, tiers);
        var authorized = new PromptAuthorized(
                Samples.SUBMITTED, new AccountId(1001), price, Samples.AUTHORIZED.held(), 1, Samples.NOON);
        // When
        var headers = CODEC.encode(authorized, CODEC.writeContent(Samples.PROMPT), Samples.NOON)
                .headers();
        // Then
        assertThat(CODEC.readAuthorized(headers)).isEqualTo(authorized);
    }

    @Test
    void aHugeHeaderIsNotQuoted() {
        var headers = submitted();
        headers.put("ce_model", "x".repeat(10_000));
        assertThatThrownBy(() -> CODEC.readSubmitted(headers)).message().hasSizeLessThan(100);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"messages\":[{\"role\":\"user\"}]}               | messages[0].text is missing",
                "{\"messages\":[{\"role\":\"pirate\",\"text\":\"secret\"}]} | messages[0].role",
                "{\"messages\":7}                                   | messages",
                "{\"messages\":[{\"role\":\"user\",\"text\":\"secret | not JSON",
                "null                                               | value is null",
            })
    void aBadValueIsDescribedWithoutQuotingIt(String value, String complaint) {
        assertThatThrownBy(() -> CODEC.read(value.getBytes(StandardCharsets.UTF_8), PromptContent.class))
                .isInstanceOf(MalformedEventException.class)
                .hasMessageContaining(complaint)
                .message()
                .doesNotContain("secret");
    }

    @Test
    void anEmptyValueIsMalformed() {
        assertThatThrownBy(() -> CODEC.read(null, PromptContent.class)).hasMessageContaining("empty");
        assertThatThrownBy(() -> CODEC.read(new byte[0], PromptContent.class)).hasMessageContaining("empty");
    }

    @Test
    void moneyOutOfRangeIsNamedByItsField() {
        var json = "{\"promptId\":\"019ab0a0-1c00-7abc-8def-0123456789ab\",\"charged\":\"99999999999999\"}";
        assertThatThrownBy(() -> CODEC.read(json.getBytes(StandardCharsets.UTF_8), ChargeSettled.class))
                .isInstanceOf(MalformedEventException.class)
                .hasMessageContaining("charged");
    }

    @Test
    void textsNeverShowInToString() {
        assertThat(Samples.PROMPT.toString()).doesNotContain("kopeck");
        assertThat(Samples.COMPLETION.toString()).doesNotContain("rouble");
        assertThat(Samples.JSON_EVENTS.get(2).toString()).doesNotContain("hundredth");
        assertThat(CODEC.encode(Samples.JSON_EVENTS.get(2), Samples.NOON).toString())
                .doesNotContain("hundredth");
    }

    private static Map<String, String> submitted() {
        return new HashMap<>(CODEC.encode(Samples.SUBMITTED, CODEC.writeContent(Samples.PROMPT), Samples.NOON)
                .headers());
    }
}
