package dev.kopeck.gateway;

import dev.kopeck.contracts.event.Channel;
import dev.kopeck.contracts.event.PromptAuthorized;
import dev.kopeck.contracts.event.PromptContent;
import dev.kopeck.contracts.event.PromptContent.Message;
import dev.kopeck.contracts.event.PromptContent.Role;
import dev.kopeck.contracts.event.PromptSubmitted;
import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.contracts.identity.Payer;
import dev.kopeck.contracts.identity.PromptId;
import dev.kopeck.contracts.money.Nanos;
import dev.kopeck.contracts.money.PriceTerms;
import dev.kopeck.contracts.money.Rates;
import dev.kopeck.contracts.wire.EventCodec;
import dev.kopeck.contracts.wire.WireRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.random.RandomGenerator;

/** An authorised prompt that a test made up: a payer, an account and an id of its own, whatever else was asked for. */
public record Prompt(PromptAuthorized facts, PromptContent content) {

    public static final String MODEL = "kopeck-sim";

    private static final EventCodec CODEC = new EventCodec("/test");
    private static final RandomGenerator RANDOM = RandomGenerator.getDefault();
    private static final int PAYERS = 1_000_000_000;

    public static Prompt of(String text) {
        return of(text, Instant.now());
    }

    public static Prompt of(String text, Instant now) {
        var payer = Payer.telegram(1 + RANDOM.nextInt(PAYERS));
        var id = PromptId.mint(now, RANDOM);
        var submitted = new PromptSubmitted(id, payer, Channel.TELEGRAM, MODEL, 100, 500, 5);
        var terms = PriceTerms.flat(7, new Rates(150, 75, 0, 600, 600));
        var facts = new PromptAuthorized(
                submitted,
                new AccountId(1001 + RANDOM.nextInt(PAYERS)),
                terms,
                new Nanos(1_000_000),
                500,
                now.plus(Duration.ofMinutes(10)));
        return new Prompt(facts, new PromptContent(List.of(new Message(Role.USER, text))));
    }

    public Prompt model(String model) {
        return submitted(new PromptSubmitted(
                id(),
                facts.payer(),
                facts.prompt().channel(),
                model,
                100,
                facts.prompt().maxOutputTokens(),
                5));
    }

    public Prompt channel(Channel channel) {
        return submitted(new PromptSubmitted(
                id(),
                facts.payer(),
                channel,
                facts.prompt().model(),
                100,
                facts.prompt().maxOutputTokens(),
                5));
    }

    public Prompt granted(long outputTokens) {
        return new Prompt(
                new PromptAuthorized(
                        facts.prompt(),
                        facts.accountId(),
                        facts.price(),
                        facts.held(),
                        outputTokens,
                        facts.expiresAt()),
                content);
    }

    public Prompt expiresAt(Instant expiresAt) {
        return new Prompt(
                new PromptAuthorized(
                        facts.prompt(),
                        facts.accountId(),
                        facts.price(),
                        facts.held(),
                        facts.grantedOutputTokens(),
                        expiresAt),
                content);
    }

    public Prompt account(long account) {
        return new Prompt(
                new PromptAuthorized(
                        facts.prompt(),
                        new AccountId(account),
                        facts.price(),
                        facts.held(),
                        facts.grantedOutputTokens(),
                        facts.expiresAt()),
                content);
    }

    public PromptId id() {
        return facts.promptId();
    }

    public WireRecord wire() {
        return CODEC.encode(facts, CODEC.writeContent(content), Instant.now());
    }

    private Prompt submitted(PromptSubmitted submitted) {
        return new Prompt(
                new PromptAuthorized(
                        submitted,
                        facts.accountId(),
                        facts.price(),
                        facts.held(),
                        facts.grantedOutputTokens(),
                        facts.expiresAt()),
                content);
    }
}
