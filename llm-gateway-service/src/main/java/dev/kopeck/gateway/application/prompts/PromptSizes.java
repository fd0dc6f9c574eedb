package dev.kopeck.gateway.application.prompts;

import dev.kopeck.contracts.event.PromptContent;
import dev.kopeck.gateway.application.CurrentCatalogue;
import dev.kopeck.gateway.domain.Model;
import dev.kopeck.tokens.TokenCounter;
import java.util.List;

/** Counts a prompt before it is taken in: the most that it can be, which is what billing holds for. */
public final class PromptSizes {

    private final CurrentCatalogue catalogue;
    private final TokenCounter counter;

    public PromptSizes(CurrentCatalogue catalogue, TokenCounter counter) {
        this.catalogue = catalogue;
        this.counter = counter;
    }

    /** What a prompt may use. */
    public sealed interface Size {

        /** @param outputTokens the longest answer to ask for */
        record Fits(long inputTokens, long outputTokens) implements Size {

            public long tokens() {
                return inputTokens + outputTokens;
            }
        }

        record UnknownModel() implements Size {}

        /** @param most that the model takes */
        record TooLong(long inputTokens, long most) implements Size {}
    }

    Size of(PromptOrder order) {
        return catalogue
                .get()
                .find(order.model())
                .filter(model -> model.kind() == Model.Kind.CHAT)
                .map(model -> sizeOf(order, model))
                .orElseGet(Size.UnknownModel::new);
    }

    /**
     * The upper bound may be twice what a model of another maker counts, so what does not fit by it may well fit: only
     * what does not fit by the estimate is refused here.
     */
    private Size sizeOf(PromptOrder order, Model model) {
        var messages = order.content().messages();
        long estimate = counter.promptEstimate(model.upstreamName(), messages);
        if (estimate >= model.contextWindow()) {
            return new Size.TooLong(estimate, model.contextWindow() - 1);
        }
        long output = Math.min(order.maxOutputTokens().orElse(model.outputLimit()), model.outputLimit());
        return new Size.Fits(upperBound(model, order.content().messages()), output);
    }

    /** Whoever of its targets answers: each may count in its own way. */
    private long upperBound(Model model, List<PromptContent.Message> messages) {
        return model.targets().stream()
                .mapToLong(target -> counter.promptUpperBound(target.upstreamName(), messages))
                .max()
                .orElseThrow();
    }
}
