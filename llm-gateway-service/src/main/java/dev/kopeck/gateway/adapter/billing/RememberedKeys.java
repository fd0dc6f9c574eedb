package dev.kopeck.gateway.adapter.billing;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.gateway.application.access.Caller;
import dev.kopeck.gateway.application.access.KeyAnswer;
import dev.kopeck.gateway.application.access.KeyMemory;
import dev.kopeck.gateway.application.access.Keys;
import dev.kopeck.gateway.domain.KeyHash;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Keeps billing's answers for a second, which is what billing allows, counted from the question and not from the answer.
 * Who asks about a key that is being asked about waits for the same answer; an answer that failed is kept for nobody.
 *
 * <p>Bounded in number: where more keys than that come within a second, the ones that are used least are asked about
 * again.
 */
@ApplicationScoped
class RememberedKeys implements Keys, KeyMemory {

    private static final int KEYS_MAX = 20_000;
    private static final Duration REMEMBERED = Duration.ofSeconds(1);

    private final Function<KeyHash, Uni<KeyAnswer>> billing;
    private final Ticker ticker;
    private final AsyncCache<KeyHash, Remembered> answers;

    @Inject
    RememberedKeys(KeyQuestions questions) {
        this(questions::ask, Ticker.systemTicker());
    }

    RememberedKeys(Function<KeyHash, Uni<KeyAnswer>> billing, Ticker ticker) {
        this.billing = billing;
        this.ticker = ticker;
        this.answers = Caffeine.newBuilder()
                .maximumSize(KEYS_MAX)
                .ticker(ticker)
                // Its upkeep is some map operations: no threads of the JVM's common pool for that.
                .executor(Runnable::run)
                .expireAfter(Expiry.creating((KeyHash hash, Remembered answer) -> answer.left(ticker.read())))
                .buildAsync();
    }

    /** @param askedAt in nanoseconds of the ticker */
    private record Remembered(KeyAnswer answer, long askedAt) {

        Duration left(long now) {
            var left = REMEMBERED.minusNanos(now - askedAt);
            return left.isNegative() ? Duration.ZERO : left;
        }

        boolean isOf(Predicate<Caller> which) {
            return answer instanceof KeyAnswer.Known(var caller) && which.test(caller);
        }
    }

    /** Who leaves while waiting must not take the answer from the others: each waits on a stage of its own. */
    @Override
    public Uni<KeyAnswer> ask(KeyHash hash) {
        return Uni.createFrom()
                .completionStage(() ->
                        answers.get(hash, (key, executor) -> question(key)).thenApply(Remembered::answer))
                .onFailure(CompletionException.class)
                .transform(RememberedKeys::cause);
    }

    @Override
    public void forgetKey(UUID keyId) {
        forget(caller -> caller.keyId().equals(keyId));
    }

    @Override
    public void forgetAccount(AccountId accountId) {
        forget(caller -> caller.accountId().equals(accountId));
    }

    private CompletableFuture<Remembered> question(KeyHash hash) {
        long now = ticker.read();
        return billing.apply(hash).map(answer -> new Remembered(answer, now)).subscribeAsCompletionStage();
    }

    /** An answer that is still under way may be older than what is told now, so it is not kept either. */
    private void forget(Predicate<Caller> which) {
        answers.asMap()
                .entrySet()
                .removeIf(entry -> !isKnown(entry.getValue())
                        || entry.getValue().resultNow().isOf(which));
    }

    private static boolean isKnown(CompletableFuture<Remembered> answer) {
        return answer.isDone() && !answer.isCompletedExceptionally();
    }

    private static Throwable cause(Throwable wrapped) {
        var cause = wrapped.getCause();
        return cause == null ? wrapped : cause;
    }
}
