package dev.kopeck.gateway.application;

import dev.kopeck.contracts.event.PromptAuthorized;
import dev.kopeck.contracts.event.PromptContent;
import dev.kopeck.gateway.domain.Claim;
import dev.kopeck.gateway.domain.Completion;
import dev.kopeck.gateway.domain.Problems;
import io.smallrye.mutiny.Uni;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Answers an authorised prompt, once, however often it is delivered: claims it, asks a model or refuses, stores how it
 * ended, and only then tells. A prompt that has ended is answered from its record.
 */
public final class AnswerPrompt {

    private final PromptClaims claims;
    private final RunningPrompts running;
    private final AnswerInTurn answers;
    private final KeptQuestions questions;
    private final InstantSource clock;

    public AnswerPrompt(
            PromptClaims claims,
            RunningPrompts running,
            AnswerInTurn answers,
            KeptQuestions questions,
            InstantSource clock) {
        this.claims = claims;
        this.running = running;
        this.answers = answers;
        this.questions = questions;
        this.clock = clock;
    }

    /** The prompt's ending, stored. Never emits where this gateway stops first: the prompt is delivered again then. */
    public Uni<Completion> answer(PromptAuthorized prompt, PromptContent content) {
        return Uni.createFrom().deferred(() -> {
            var seen = new SeenPrompt(prompt, clock.instant());
            return once(prompt, (claim, interruptible) -> answers.answer(seen, content, claim, interruptible));
        });
    }

    /**
     * Answers a prompt whose text did not travel with it. It is looked up only when a cancellation would be heard: whoever
     * cancels marks the prompt first and tells then, so either the mark is seen here, or the telling interrupts.
     */
    public Uni<Completion> answerKept(PromptAuthorized prompt) {
        return Uni.createFrom().deferred(() -> {
            var seen = new SeenPrompt(prompt, clock.instant());
            return once(
                    prompt,
                    (claim, interruptible) -> claims.patiently(prompt.promptId(), () -> questions.of(prompt.promptId()))
                            .chain(question -> answerKept(seen, question, claim, interruptible)));
        });
    }

    private Uni<Completion> answerKept(
            SeenPrompt prompt, KeptQuestions.Question question, Claim.Granted claim, Running interruptible) {
        return switch (question) {
            case KeptQuestions.Question.Asked(var content) -> answers.answer(prompt, content, claim, interruptible);
            case KeptQuestions.Question.Withdrawn() ->
                Uni.createFrom().item(Completion.withdrawn(claim.attemptsBefore()));
            case KeptQuestions.Question.Forgotten() ->
                Uni.createFrom().item(Completion.refused(Problems.unreadablePrompt(), claim.attemptsBefore()));
        };
    }

    /** Ends a prompt whose content cannot be read, so that its hold is released at once. */
    public Uni<Completion> refuseUnreadable(PromptAuthorized prompt) {
        return once(
                prompt,
                (claim, interruptible) ->
                        Uni.createFrom().item(Completion.refused(Problems.unreadablePrompt(), claim.attemptsBefore())));
    }

    /** What makes an ending out of a claim. */
    private interface Work {
        Uni<Completion> perform(Claim.Granted claim, Running running);
    }

    private Uni<Completion> once(PromptAuthorized prompt, Work work) {
        return claims.obtain(prompt).chain(claim -> switch (claim) {
            case Claim.Finished(var completion) -> Uni.createFrom().item(completion);
            case Claim.Granted granted -> perform(prompt, granted, work);
            case Claim.HeldElsewhere() -> Uni.createFrom().nothing();
        });
    }

    /** Where the claim was lost meanwhile, the new owner's ending is the prompt's. */
    private Uni<Completion> perform(PromptAuthorized prompt, Claim.Granted claim, Work work) {
        return running.during(
                        prompt.promptId(),
                        interruptible -> work.perform(claim, interruptible)
                                .chain(completion -> store(prompt, claim, completion)))
                .chain(stored -> stored.isPresent() ? Uni.createFrom().item(stored.get()) : once(prompt, work));
    }

    private Uni<Optional<Completion>> store(PromptAuthorized prompt, Claim.Granted claim, Completion completion) {
        return claims.finish(prompt, claim, completion)
                .map(stored -> stored ? Optional.of(completion) : Optional.empty());
    }
}
