package dev.kopeck.gateway.adapter.billing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.contracts.money.Nanos;
import dev.kopeck.gateway.application.access.Caller;
import dev.kopeck.gateway.application.access.KeyAnswer;
import dev.kopeck.gateway.application.access.KeysUnavailableException;
import dev.kopeck.gateway.domain.KeyHash;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** How long billing's answers are believed. */
class RememberedKeysTest {

    private static final KeyHash HASH = new KeyHash("00");

    private final AtomicLong nanos = new AtomicLong();
    private final List<UniEmitter<? super KeyAnswer>> questions = new ArrayList<>();
    private final RememberedKeys keys =
            new RememberedKeys(hash -> Uni.createFrom().emitter(emitter -> questions.add(emitter)), nanos::get);

    @Test
    void anAnswerIsKeptForASecondFromItsQuestionOn() {
        // Given
        var first = ask();
        pass(Duration.ofMillis(400));
        questions.get(0).complete(known());
        first.awaitItem();
        // When
        pass(Duration.ofMillis(500));
        ask().awaitItem();
        // Then
        assertThat(questions).hasSize(1);
        // And when
        pass(Duration.ofMillis(101));
        ask();
        // Then
        assertThat(questions).hasSize(2);
    }

    @Test
    void whoAsksMeanwhileWaitsForTheSameAnswer() {
        // Given
        var one = ask();
        var other = ask();
        // When
        questions.get(0).complete(known());
        // Then
        assertThat(questions).hasSize(1);
        one.awaitItem();
        other.awaitItem();
    }

    @Test
    void whoLeavesTakesTheAnswerFromNobody() {
        // Given
        var leaving = ask();
        var staying = ask();
        // When
        leaving.cancel();
        questions.get(0).complete(known());
        // Then
        staying.awaitItem();
    }

    @Test
    void aFailureIsKeptForNobody() {
        // Given
        var first = ask();
        // When
        questions.get(0).fail(new KeysUnavailableException("HTTP 500"));
        // Then
        first.awaitFailure().assertFailedWith(KeysUnavailableException.class);
        ask();
        assertThat(questions).hasSize(2);
    }

    @Test
    void whatIsToldOfAKeyIsForgottenAtOnce() {
        // Given
        var caller = caller();
        ask();
        questions.get(0).complete(new KeyAnswer.Known(caller));
        // When
        keys.forgetKey(caller.keyId());
        ask();
        // Then
        assertThat(questions).hasSize(2);
    }

    @Test
    void whatIsToldOfAnotherAccountChangesNothing() {
        // Given
        ask();
        questions.get(0).complete(known());
        // When
        keys.forgetAccount(new AccountId(9));
        keys.forgetKey(UUID.randomUUID());
        ask().awaitItem();
        // Then
        assertThat(questions).hasSize(1);
    }

    /** Billing may have looked before the revocation: the answer is not kept, though it is under way already. */
    @Test
    void anAnswerThatARevocationOvertookIsNotKept() {
        // Given
        var first = ask();
        // When
        keys.forgetKey(UUID.randomUUID());
        questions.get(0).complete(known());
        first.awaitItem();
        ask();
        // Then
        assertThat(questions).hasSize(2);
    }

    private UniAssertSubscriber<KeyAnswer> ask() {
        return keys.ask(HASH).subscribe().withSubscriber(UniAssertSubscriber.create());
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private static KeyAnswer known() {
        return new KeyAnswer.Known(caller());
    }

    private static Caller caller() {
        return new Caller(
                new AccountId(1),
                UUID.randomUUID(),
                "ci",
                HASH,
                Optional.empty(),
                Caller.Standing.ACTIVE,
                new Caller.Left(Nanos.ZERO, Optional.empty(), Optional.empty(), Optional.empty()),
                Optional.empty());
    }
}
