package dev.kopeck.gateway.adapter.llm;

import dev.kopeck.contracts.money.Usage;
import dev.langchain4j.model.output.TokenUsage;

/** A usage with all that Kopeck knows of it, in LangChain4j's vocabulary, which has no cache writes. */
final class CountedUsage extends TokenUsage {

    private final Usage usage;

    CountedUsage(Usage usage) {
        super(bounded(usage.inputTokens()), bounded(usage.outputTokens()));
        this.usage = usage;
    }

    Usage usage() {
        return usage;
    }

    private static int bounded(long tokens) {
        return (int) Math.min(tokens, Integer.MAX_VALUE / 2);
    }
}
