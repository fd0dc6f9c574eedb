package dev.kopeck.gateway.application.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kopeck.contracts.event.ChargeSettled;
import dev.kopeck.contracts.event.CompletionFinished;
import dev.kopeck.contracts.event.Outcome;
import dev.kopeck.contracts.event.PromptAuthorized;
import dev.kopeck.contracts.event.PromptSubmitted;
import dev.kopeck.contracts.event.Topic;
import dev.kopeck.contracts.money.Nanos;
import dev.kopeck.gateway.domain.InstanceId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** Replies and charges, as late, as often and as unexpected as they may come. */
class ReservationsTest {

    private static final Duration SHORT = Duration.ofMillis(50);
    private static final Duration LONG = Duration.ofSeconds(20);

    private final Broker broker = new Broker();
    private final InstanceId instance = new InstanceId(UUID.randomUUID());
    private final PromptAuthorized authorized =
            RelayFixture.call(Requests.chat(), 100).prompt();
    private final Reservations reservations = new Reservations(broker, instance, LONG, LONG);

    private static final class Broker implements RelayEvents {

        final List<PromptSubmitted> submitted = new ArrayList<>();
        final List<CompletionFinished> finished = new ArrayList<>();
        boolean away;

        @Override
        public CompletionStage<Void> submit(PromptSubmitted prompt) {
            submitted.add(prompt);
            return away
                    ? CompletableFuture.failedFuture(new IllegalStateException("away"))
                    : CompletableFuture.completedFuture(null);
        }

        @Override
        public void finish(CompletionFinished event) {
            finished.add(event);
        }
    }

    @Test
    void aPromptNamesWhereThisGatewayWaits() {
        // When
        var reply = reservations.reserve(authorized.prompt()).subscribeAsCompletionStage();
        reservations.onReply(authorized.promptId(), new Reply.Authorized(authorized));
        // Then
        var address = Objects.requireNonNull(broker.submitted.getFirst().replyTo());
        assertThat(address.topic()).isEqualTo(Topic.PROMPTS_REPLIES);
        assertThat(address.correlationId()).isEqualTo(instance + "/" + authorized.promptId());
        assertThat(reply).isCompletedWithValue(new Reply.Authorized(authorized));
    }

    @Test
    void aBrokerThatIsAwayIsSilence() {
        // Given
        broker.away = true;
        // When
        var reply = reservations.reserve(authorized.prompt()).subscribeAsCompletionStage();
        // Then
        assertThat(reply).isCompletedWithValue(new Reply.Silence());
        assertThat(reservations.size()).isZero();
    }

    @Test
    void aReservationThatComesTooLateIsGivenBack() {
        // Given
        var impatient = new Reservations(broker, instance, SHORT, LONG);
        var reply = impatient.reserve(authorized.prompt()).subscribeAsCompletionStage();
        assertThat(reply).succeedsWithin(LONG).isEqualTo(new Reply.Silence());
        // When
        impatient.onReply(authorized.promptId(), new Reply.Authorized(authorized));
        // Then
        assertThat(broker.finished).hasSize(1);
        assertThat(broker.finished.getFirst().outcome()).isEqualTo(Outcome.REFUSED);
    }

    @Test
    void aReservationWhoseClientLeftIsGivenBack() {
        // Given
        var _ = reservations.reserve(authorized.prompt()).subscribeAsCompletionStage();
        // When
        reservations.giveUp(authorized.promptId());
        reservations.onReply(authorized.promptId(), new Reply.Authorized(authorized));
        // Then
        assertThat(broker.finished).hasSize(1);
    }

    @Test
    void aReservationThatCrossesALeavingClientIsGivenBack() {
        // Given
        var _ = reservations.reserve(authorized.prompt()).subscribeAsCompletionStage();
        reservations.onReply(authorized.promptId(), new Reply.Authorized(authorized));
        // When
        reservations.giveUp(authorized.promptId());
        // Then
        assertThat(broker.finished).hasSize(1);
    }

    @Test
    void aRepeatedReplyDoesNotGiveBackWhatIsInUse() {
        // Given
        var _ = reservations.reserve(authorized.prompt()).subscribeAsCompletionStage();
        reservations.onReply(authorized.promptId(), new Reply.Authorized(authorized));
        // When billing tells it again, as after a crash of its own
        reservations.onReply(authorized.promptId(), new Reply.Authorized(authorized));
        // Then
        assertThat(broker.finished).isEmpty();
    }

    @Test
    void whatWasChargedIsKnownAsSoonAsBillingTells() {
        // Given
        var _ = reservations.reserve(authorized.prompt()).subscribeAsCompletionStage();
        reservations.onReply(authorized.promptId(), new Reply.Authorized(authorized));
        // When
        var receipt = reservations.finish(authorized, Ending.NOT_CALLED).toCompletableFuture();
        reservations.onCharge(charge());
        // Then
        assertThat(receipt).isCompletedWithValue(Optional.of(RelayFixture.RECEIPT));
        assertThat(broker.finished.getFirst().correlationId()).isEqualTo(instance + "/" + authorized.promptId());
        assertThat(reservations.size()).isZero();
    }

    @Test
    void aChargeThatDoesNotComeIsNotWaitedForLong() {
        // Given
        var impatient = new Reservations(broker, instance, LONG, SHORT);
        // When
        var receipt = impatient.finish(authorized, Ending.NOT_CALLED).toCompletableFuture();
        // Then
        assertThat(receipt).succeedsWithin(LONG).isEqualTo(Optional.empty());
    }

    private ChargeSettled charge() {
        return new ChargeSettled(
                authorized.promptId(),
                authorized.payer(),
                authorized.prompt().channel(),
                authorized.accountId(),
                "kopeck-sim",
                ChargeSettled.Resolution.SETTLED,
                RelayFixture.RECEIPT.cost(),
                Nanos.ZERO,
                Nanos.ZERO,
                RelayFixture.RECEIPT.balance(),
                "USD",
                1,
                List.of(),
                false);
    }
}
