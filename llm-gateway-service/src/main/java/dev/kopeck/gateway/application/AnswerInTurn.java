package dev.kopeck.gateway.application;

import dev.kopeck.contracts.event.CompletionContent.Problem;
import dev.kopeck.contracts.event.Outcome;
import dev.kopeck.contracts.event.PromptContent;
import dev.kopeck.gateway.domain.Claim;
import dev.kopeck.gateway.domain.Completion;
import dev.kopeck.gateway.domain.DispatchDecision;
import dev.kopeck.gateway.domain.ModelCall;
import dev.kopeck.gateway.domain.Problems;
import dev.kopeck.gateway.domain.RoomFull;
import dev.kopeck.gateway.domain.Ticket;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.InstantSource;

/**
 * Answers a claimed prompt when its turn has come. Until then it waits in the room, and leaves it without a call where it is
 * refused there, where the user does not want it any more, and where its hold does not last.
 */
public final class AnswerInTurn {

    private static final Duration LONGEST = Duration.ofDays(1);
    private static final Duration SHORTEST = Duration.ofMillis(1);

    private final WaitingRoom room;
    private final PlanDispatch plans;
    private final DeliverAnswer answers;
    private final TurnSettings settings;
    private final InstantSource clock;

    public AnswerInTurn(
            WaitingRoom room, PlanDispatch plans, DeliverAnswer answers, TurnSettings settings, InstantSource clock) {
        this.room = room;
        this.plans = plans;
        this.answers = answers;
        this.settings = settings;
        this.clock = clock;
    }

    /** How the waiting went. */
    private sealed interface Turn {
        record Come(Place place) implements Turn {}

        record Full(RoomFull reason) implements Turn {}

        record Interrupted(Signal signal) implements Turn {}

        record HoldOver() implements Turn {}
    }

    private record Work(SeenPrompt prompt, PromptContent content, Claim.Granted claim, Running running) {}

    /** Never emits where the prompt is abandoned. */
    Uni<Completion> answer(SeenPrompt prompt, PromptContent content, Claim.Granted claim, Running running) {
        var work = new Work(prompt, content, claim, running);
        return switch (plans.plan(prompt.facts(), content)) {
            case DispatchDecision.Refuse(var problem) ->
                Uni.createFrom().item(Completion.refused(problem, claim.attemptsBefore()));
            case DispatchDecision.Dispatch(var call) -> inTurn(work, call);
        };
    }

    private Uni<Completion> inTurn(Work work, ModelCall call) {
        return Uni.createFrom().deferred(() -> {
            var visit = room.visit(ticketOf(work));
            // Not with the last word: by the time the ending is stored the provider is done with the call, too.
            work.running().atEnd(visit::leave);
            return turnOf(visit, work)
                    .invoke(turn -> leaveUnless(turn instanceof Turn.Come, visit))
                    .chain(turn -> after(turn, work, call));
        });
    }

    /** Whatever comes first. An interruption that comes with the turn, or after it, is the delivery's to see. */
    private Uni<Turn> turnOf(Visit visit, Work work) {
        Uni<Turn> come = visit.admitted()
                .<Turn>map(Turn.Come::new)
                .onFailure(RoomFullException.class)
                .recoverWithItem(full -> new Turn.Full(full.reason()));
        Uni<Turn> interrupted = work.running().interruptions().toUni().map(Turn.Interrupted::new);
        return Uni.combine()
                .any()
                .of(come, interrupted)
                .ifNoItem()
                .after(patienceOf(work))
                .recoverWithItem(new Turn.HoldOver());
    }

    /** Not only at the end: what is abandoned has none. */
    private static void leaveUnless(boolean come, Visit visit) {
        if (!come) {
            visit.leave();
        }
    }

    private Uni<Completion> after(Turn turn, Work work, ModelCall call) {
        return switch (turn) {
            case Turn.Come(var place) -> dispatch(work, call, place);
            case Turn.Full(var reason) -> unanswered(work, Outcome.REFUSED, Problems.roomFull(reason));
            case Turn.HoldOver() -> unanswered(work, Outcome.REFUSED, Problems.holdExpired());
            case Turn.Interrupted(Signal.Cancelled()) -> unanswered(work, Outcome.CANCELLED, Problems.cancelled());
            case Turn.Interrupted(var abandoned) -> Uni.createFrom().nothing();
        };
    }

    private Uni<Completion> dispatch(Work work, ModelCall call, Place place) {
        return switch (plans.planAgain(work.prompt().facts(), work.content(), call)) {
            case DispatchDecision.Refuse(var problem) -> unanswered(work, Outcome.REFUSED, problem);
            case DispatchDecision.Dispatch(var now) ->
                answers.deliver(new Assignment(work.prompt(), work.claim(), work.running(), place), now);
        };
    }

    private Uni<Completion> unanswered(Work work, Outcome outcome, Problem problem) {
        var waited = Duration.between(work.prompt().seenAt(), clock.instant());
        return Uni.createFrom()
                .item(Completion.unanswered(outcome, problem, work.claim().attemptsBefore(), waited));
    }

    /**
     * Who waited at the broker while no gateway took it, or was taken in by one that died, is not turned away now. Any
     * other that has just come may be.
     */
    private Ticket ticketOf(Work work) {
        var facts = work.prompt().facts();
        var age = Duration.between(facts.promptId().time(), work.prompt().seenAt());
        boolean isNew = work.claim().attemptsBefore() == 0 && age.compareTo(settings.backlogAfter()) <= 0;
        return new Ticket(
                facts.promptId(),
                facts.accountId(),
                Math.clamp(facts.prompt().priority(), 0, Ticket.PRIORITY_MAX),
                facts.prompt().model(),
                isNew);
    }

    private Duration patienceOf(Work work) {
        var patience = plans.patience(work.prompt().facts());
        if (patience.compareTo(LONGEST) > 0) {
            return LONGEST;
        }
        return patience.compareTo(SHORTEST) < 0 ? SHORTEST : patience;
    }
}
