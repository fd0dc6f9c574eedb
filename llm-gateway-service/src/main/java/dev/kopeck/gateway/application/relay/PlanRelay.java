package dev.kopeck.gateway.application.relay;

import dev.kopeck.gateway.application.CurrentCatalogue;
import dev.kopeck.gateway.domain.Model;
import dev.kopeck.gateway.domain.relay.OutputHistory;
import dev.kopeck.gateway.domain.relay.Refusals;
import dev.kopeck.tokens.TokenCounter;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;

/** Finds the model, counts the input, and decides how long an answer may become at most. */
public final class PlanRelay {

    /** Counting this many characters takes some milliseconds: more of them go to a worker thread. */
    private static final long CHARACTERS_AT_ONCE = 16_384;

    private final CurrentCatalogue catalogue;
    private final CountInput counter;
    private final OutputHistory history;
    private final RelaySettings settings;

    public PlanRelay(CurrentCatalogue catalogue, TokenCounter counter, OutputHistory history, RelaySettings settings) {
        this.catalogue = catalogue;
        this.counter = new CountInput(counter);
        this.history = history;
        this.settings = settings;
    }

    /** Never fails; may emit on another thread than it was subscribed on. */
    Uni<RelayPlan> plan(RelayRequest request) {
        var name = request.wishes().model();
        var model = catalogue.get().find(name);
        if (model.isEmpty()) {
            return Uni.createFrom().item(new RelayPlan.Refused(Refusals.unknownModel(name)));
        }
        if (!request.caller().mayUse(name)) {
            return Uni.createFrom().item(new RelayPlan.Refused(Refusals.modelNotAllowed(name)));
        }
        Uni<RelayPlan> planned = Uni.createFrom().item(() -> planned(request, model.get()));
        return request.input().characters() > CHARACTERS_AT_ONCE
                ? planned.runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                : planned;
    }

    private RelayPlan planned(RelayRequest request, Model model) {
        var input = request.input();
        var counted = counter.count(model.upstreamName(), input);
        // No model reads more than its context has room for: it refuses, and nothing is charged.
        long most = input.unbounded() ? model.contextWindow() : Math.min(counted.upperBound(), model.contextWindow());
        long output = request.endpoint().isInputOnly()
                ? 1
                : Math.multiplyExact(
                        outputPerChoice(request, model), request.wishes().choices());
        return new RelayPlan.Planned(model, most, Math.min(counted.estimate(), most), output);
    }

    private long outputPerChoice(RelayRequest request, Model model) {
        long wanted = request.wishes().output().orElseGet(() -> usual(model));
        return Math.min(wanted, model.outputLimit());
    }

    /** Well above what the model's answers usually have: whoever wants more asks for it. */
    private long usual(Model model) {
        var usual = history.usual(model.id());
        return usual.isEmpty()
                ? settings.outputDefault()
                : Math.max(settings.outputDefault(), settings.outputHeadroom() * usual.getAsLong());
    }
}
