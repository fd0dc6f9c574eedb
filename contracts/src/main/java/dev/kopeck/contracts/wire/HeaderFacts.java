package dev.kopeck.contracts.wire;

import static dev.kopeck.contracts.wire.Facts.PREFIX;
import static dev.kopeck.contracts.wire.Facts.nameOf;

import dev.kopeck.contracts.event.Channel;
import dev.kopeck.contracts.event.CompletionFinished;
import dev.kopeck.contracts.event.CompletionFinished.Timings;
import dev.kopeck.contracts.event.Outcome;
import dev.kopeck.contracts.event.PromptAuthorized;
import dev.kopeck.contracts.event.PromptSubmitted;
import dev.kopeck.contracts.money.Nanos;
import dev.kopeck.contracts.money.Usage;
import java.util.Map;
import java.util.UUID;

/** The three events whose facts are headers, so that billing never opens a value. */
final class HeaderFacts {

    /** Far above any model's context; keeps products with rates inside a long for every sane price. */
    private static final long TOKENS_MAX = 1_000_000_000;

    private static final long MILLIS_MAX = Long.MAX_VALUE;
    private static final int PRIORITY_MAX = 9;

    private HeaderFacts() {}

    static void write(PromptSubmitted prompt, Map<String, String> headers) {
        headers.put(PREFIX + "promptid", prompt.promptId().toString());
        headers.put(PREFIX + "payer", prompt.payer().value());
        headers.put(PREFIX + "channel", nameOf(prompt.channel()));
        headers.put(PREFIX + "model", prompt.model());
        headers.put(PREFIX + "inputtokens", Long.toString(prompt.inputTokens()));
        headers.put(PREFIX + "maxoutputtokens", Long.toString(prompt.maxOutputTokens()));
        headers.put(PREFIX + "priority", Integer.toString(prompt.priority()));
        if (prompt.apiKeyId() != null) {
            headers.put(PREFIX + "apikeyid", prompt.apiKeyId().toString());
        }
        if (prompt.replyTo() != null) {
            ReplyHeaders.write(prompt.replyTo(), headers);
        }
    }

    static PromptSubmitted submitted(Facts facts) throws MalformedEventException {
        return new PromptSubmitted(
                facts.promptId(),
                facts.payer(),
                facts.oneOf("channel", Channel.class),
                facts.text("model"),
                facts.number("inputtokens", 0, TOKENS_MAX),
                facts.number("maxoutputtokens", 1, TOKENS_MAX),
                (int) facts.number("priority", 0, PRIORITY_MAX),
                facts.isThere("apikeyid") ? facts.converted("apikeyid", UUID::fromString, "a UUID") : null,
                ReplyHeaders.address(facts.headers()));
    }

    static void write(PromptAuthorized authorized, Map<String, String> headers) {
        write(authorized.prompt(), headers);
        headers.put(PREFIX + "accountid", authorized.accountId().toString());
        headers.put(PREFIX + "price", PriceText.write(authorized.price()));
        headers.put(PREFIX + "held", authorized.held().toDecimal());
        headers.put(PREFIX + "grantedoutputtokens", Long.toString(authorized.grantedOutputTokens()));
        headers.put(PREFIX + "expiresat", authorized.expiresAt().toString());
    }

    static PromptAuthorized authorized(Facts facts) throws MalformedEventException {
        return new PromptAuthorized(
                submitted(facts),
                facts.accountId(),
                facts.converted("price", PriceText.LONGEST, PriceText::read, PriceText.FORM),
                facts.converted("held", Nanos::parse, "a decimal string"),
                facts.number("grantedoutputtokens", 1, TOKENS_MAX),
                facts.instant("expiresat"));
    }

    static void write(CompletionFinished finished, Map<String, String> headers) {
        headers.put(PREFIX + "promptid", finished.promptId().toString());
        headers.put(PREFIX + "payer", finished.payer().value());
        headers.put(PREFIX + "channel", nameOf(finished.channel()));
        headers.put(PREFIX + "accountid", finished.accountId().toString());
        headers.put(PREFIX + "model", finished.model());
        headers.put(PREFIX + "priceversion", Integer.toString(finished.priceVersion()));
        headers.put(PREFIX + "outcome", nameOf(finished.outcome()));
        writeUsage(finished.usage(), headers);
        headers.put(PREFIX + "estimated", Boolean.toString(finished.estimated()));
        headers.put(PREFIX + "attempts", Integer.toString(finished.attempts()));
        headers.put(PREFIX + "queuems", Long.toString(finished.timings().queueMs()));
        headers.put(PREFIX + "firsttokenms", Long.toString(finished.timings().firstTokenMs()));
        headers.put(PREFIX + "processms", Long.toString(finished.timings().processMs()));
        if (finished.inputOnly()) {
            headers.put(PREFIX + "inputonly", Boolean.toString(true));
        }
        ReplyHeaders.write(finished.correlationId(), headers);
    }

    static CompletionFinished finished(Facts facts) throws MalformedEventException {
        return new CompletionFinished(
                facts.promptId(),
                facts.payer(),
                facts.oneOf("channel", Channel.class),
                facts.accountId(),
                facts.text("model"),
                (int) facts.number("priceversion", 0, Integer.MAX_VALUE),
                facts.oneOf("outcome", Outcome.class),
                usage(facts),
                facts.flag("estimated"),
                (int) facts.number("attempts", 0, Integer.MAX_VALUE),
                new Timings(
                        facts.number("queuems", 0, MILLIS_MAX),
                        facts.number("firsttokenms", 0, MILLIS_MAX),
                        facts.number("processms", 0, MILLIS_MAX)),
                facts.isThere("inputonly") && facts.flag("inputonly"),
                ReplyHeaders.correlationId(facts.headers()));
    }

    private static void writeUsage(Usage usage, Map<String, String> headers) {
        headers.put(PREFIX + "inputtokens", Long.toString(usage.inputTokens()));
        headers.put(PREFIX + "cachedinputtokens", Long.toString(usage.cachedInputTokens()));
        headers.put(PREFIX + "cachewritetokens", Long.toString(usage.cacheWriteTokens()));
        headers.put(PREFIX + "outputtokens", Long.toString(usage.outputTokens()));
        headers.put(PREFIX + "reasoningtokens", Long.toString(usage.reasoningTokens()));
    }

    private static Usage usage(Facts facts) throws MalformedEventException {
        return Usage.reported(
                facts.number("inputtokens", 0, TOKENS_MAX),
                facts.number("cachedinputtokens", 0, TOKENS_MAX),
                facts.number("cachewritetokens", 0, TOKENS_MAX),
                facts.number("outputtokens", 0, TOKENS_MAX),
                facts.number("reasoningtokens", 0, TOKENS_MAX));
    }
}
