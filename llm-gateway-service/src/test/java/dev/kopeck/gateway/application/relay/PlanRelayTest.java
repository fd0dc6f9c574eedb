package dev.kopeck.gateway.application.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kopeck.gateway.application.CurrentCatalogue;
import dev.kopeck.gateway.application.relay.RelayPlan.Planned;
import dev.kopeck.gateway.domain.Catalogue;
import dev.kopeck.gateway.domain.relay.Endpoint;
import dev.kopeck.gateway.domain.relay.OutputHistory;
import dev.kopeck.gateway.domain.relay.RelayBody;
import dev.kopeck.gateway.domain.relay.RelayInput;
import dev.kopeck.gateway.domain.relay.RelayWishes;
import dev.kopeck.tokens.TokenCounter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** How much is asked of billing for a request. */
class PlanRelayTest {

    private static final RelaySettings SETTINGS = new RelaySettings(
            Duration.ofSeconds(5),
            Duration.ofSeconds(2),
            Duration.ofSeconds(60),
            Duration.ofSeconds(30),
            Duration.ofMinutes(5),
            Duration.ofSeconds(10),
            100,
            4);
    private static final TokenCounter COUNTER = new TokenCounter();

    private final OutputHistory history = new OutputHistory(10, 10);
    private final PlanRelay plans = new PlanRelay(
            new CurrentCatalogue(new Catalogue(
                    "1",
                    List.of(Requests.model("kopeck-sim", "kopeck-sim"), Requests.model("other", "somebody/other")))),
            COUNTER,
            history,
            SETTINGS);

    @Test
    void everyChoiceMayHaveTheWholeLength() {
        // When
        var plan = planned(Requests.chat(Requests.wishes(3, OptionalLong.of(50), false)));
        // Then
        assertThat(plan.outputTokens()).isEqualTo(150);
    }

    @Test
    void moreThanTheModelWritesIsNotHeld() {
        // When
        var plan = planned(Requests.chat(Requests.wishes(1, OptionalLong.of(900_000), false)));
        // Then
        assertThat(plan.outputTokens()).isEqualTo(1024);
    }

    @Test
    void whereNothingIsSaidTheDefaultHoldsUntilAnswersWereSeen() {
        // Given peers.md 38: the default limit of a model made small balances unusable for a "hello"
        assertThat(planned(Requests.chat()).outputTokens()).isEqualTo(100);
        // When
        for (int i = 0; i < 20; i++) {
            history.add("kopeck-sim", 60, false);
        }
        // Then
        assertThat(planned(Requests.chat()).outputTokens()).isBetween(240L, 300L);
    }

    @Test
    void thePromptCountsWithoutALimitToo() {
        // Given peers.md 21: without max_tokens the prompt was not counted
        var plan = planned(Requests.chat());
        // Then
        assertThat(plan.inputTokens()).isBetween(8L, 20L);
        assertThat(plan.inputEstimate()).isBetween(8L, plan.inputTokens());
    }

    @Test
    void anotherMakersModelGetsAMargin() {
        // When
        var known = planned(Requests.chat());
        var unknown = planned(Requests.chat(new RelayWishes("other", true, false, 1, OptionalLong.empty(), "")));
        // Then
        assertThat(unknown.inputTokens()).isGreaterThan(known.inputTokens() + 50);
        assertThat(unknown.inputEstimate()).isEqualTo(known.inputEstimate());
    }

    @Test
    void noInputIsLargerThanTheContext() {
        // When
        var plan = planned(input(new RelayInput(1, List.of(), List.of(), List.of(), 0, 50_000_000, false)));
        // Then
        assertThat(plan.inputTokens()).isEqualTo(8192);
    }

    @Test
    void whatLiesElsewhereCountsAsMuchAsThereIsRoomFor() {
        // When
        var plan = planned(input(new RelayInput(1, List.of("x"), List.of(), List.of(), 0, 0, true)));
        // Then
        assertThat(plan.inputTokens()).isEqualTo(8192);
    }

    @Test
    void imagesAndToolsAreHeldFor() {
        // When
        var plain = planned(input(new RelayInput(1, List.of("x"), List.of(), List.of(), 0, 0, false)));
        var rich = planned(input(new RelayInput(
                1,
                List.of("x"),
                List.of("[{\"name\":\"f\"}]"),
                List.of(new RelayInput.Image(false, 0, 0)),
                0,
                0,
                false)));
        // Then
        assertThat(rich.inputTokens()).isGreaterThan(plain.inputTokens() + 1000);
    }

    @Test
    void aLongTextIsCountedToo() {
        // When
        var plan = planned(input(new RelayInput(1, List.of("word ".repeat(6_000)), List.of(), List.of(), 0, 0, false)));
        // Then
        assertThat(plan.inputTokens()).isBetween(6_000L, 6_100L);
    }

    @Test
    void anEmbeddingNeedsNoOutput() {
        // When
        var plan = planned(Requests.request(
                Endpoint.EMBEDDINGS, Requests.wishes(1, OptionalLong.empty(), false), Optional.empty()));
        // Then
        assertThat(plan.outputTokens()).isEqualTo(1);
    }

    @Test
    void aModelThatIsNotThereOrNotAllowedIsRefused() {
        // Given
        var unknown = Requests.chat(new RelayWishes("nobody", true, false, 1, OptionalLong.empty(), ""));
        var chat = Requests.chat();
        var forbidden = new RelayRequest(
                Endpoint.CHAT,
                Requests.caller(Optional.of(Set.of("other"))),
                chat.body(),
                chat.wishes(),
                chat.input(),
                Optional.empty());
        // When / Then
        assertThat(refused(unknown)).isEqualTo(404);
        assertThat(refused(forbidden)).isEqualTo(403);
    }

    private static RelayRequest input(RelayInput input) {
        var body = new RelayBody(new byte[] {'{', '}'}, Map.of(), 1, false);
        return new RelayRequest(
                Endpoint.CHAT,
                Requests.caller(Optional.empty()),
                body,
                Requests.wishes(1, OptionalLong.of(10), false),
                input,
                Optional.empty());
    }

    private Planned planned(RelayRequest request) {
        return (Planned) plans.plan(request).await().atMost(Duration.ofSeconds(20));
    }

    private int refused(RelayRequest request) {
        var plan = plans.plan(request).await().atMost(Duration.ofSeconds(20));
        return ((RelayPlan.Refused) plan).refusal().status();
    }
}
