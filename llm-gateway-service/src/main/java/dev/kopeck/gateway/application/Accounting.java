package dev.kopeck.gateway.application;

import dev.kopeck.contracts.event.CompletionContent;
import dev.kopeck.contracts.event.CompletionContent.Problem;
import dev.kopeck.contracts.event.Outcome;
import dev.kopeck.contracts.money.Usage;
import dev.kopeck.gateway.domain.Completion;
import dev.kopeck.gateway.domain.ModelCall;
import dev.kopeck.gateway.domain.Problems;
import dev.kopeck.tokens.TokenCounter;
import org.jspecify.annotations.Nullable;

/**
 * Turns a delivered answer into what it counts for. The provider's usage is the truth, an explicit zero included; where
 * it is missing, the delivered text is counted here and the count is marked as an estimate.
 */
public final class Accounting {

    private final TokenCounter counter;

    public Accounting(TokenCounter counter) {
        this.counter = counter;
    }

    /** @param attemptsBefore calls that earlier owners of the prompt may have made */
    Completion completion(Delivery delivery, ModelCall call, int attemptsBefore) {
        var verdict = verdict(delivery, call);
        return new Completion(
                verdict.outcome(),
                verdict.counted().usage(),
                verdict.counted().estimated(),
                attemptsBefore + delivery.calls(),
                delivery.timings(),
                new CompletionContent(delivery.text(), verdict.finishReason(), verdict.problem()));
    }

    private Verdict verdict(Delivery delivery, ModelCall call) {
        return switch (delivery.ending()) {
            case Delivery.Ending.Answered(var end) -> answered(delivery, call, end);
            case Delivery.Ending.Broken(var failure) ->
                new Verdict(Outcome.FAILED, Counted.NOTHING, null, Problems.of(failure.kind()));
            case Delivery.Ending.Stopped(var reported) ->
                new Verdict(
                        Outcome.CANCELLED,
                        reported == null ? delivered(delivery, call) : new Counted(reported, false),
                        null,
                        Problems.cancelled());
            case Delivery.Ending.Released() ->
                new Verdict(Outcome.CANCELLED, Counted.NOTHING, null, Problems.cancelled());
            case Delivery.Ending.Abandoned() -> throw new IllegalStateException("an abandoned prompt has no ending");
        };
    }

    private Verdict answered(Delivery delivery, ModelCall call, ModelEvent.Ended end) {
        var reported = end.usage() == null ? null : new Counted(end.usage(), false);
        if (delivery.text().isEmpty()) {
            var spent = reported == null ? Counted.NOTHING : reported;
            return new Verdict(Outcome.FAILED, spent, end.finishReason(), Problems.emptyAnswer());
        }
        var counted = reported == null ? delivered(delivery, call) : reported;
        return new Verdict(Outcome.COMPLETED, counted, end.finishReason(), null);
    }

    /**
     * What was delivered, counted here, and never more than was granted. Who got no word pays for none, the prompt's included.
     */
    private Counted delivered(Delivery delivery, ModelCall call) {
        if (delivery.text().isEmpty()) {
            return Counted.NOTHING;
        }
        long output = Math.min(counter.countText(delivery.upstreamName(), delivery.text()), call.outputTokensMax());
        return new Counted(Usage.of(call.inputTokens(), output), true);
    }

    private record Verdict(
            Outcome outcome,
            Counted counted,
            @Nullable String finishReason,
            @Nullable Problem problem) {}

    private record Counted(Usage usage, boolean estimated) {
        static final Counted NOTHING = new Counted(Usage.NONE, false);
    }
}
