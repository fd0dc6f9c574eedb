package dev.kopeck.billing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kopeck.contracts.event.Channel;
import dev.kopeck.contracts.event.ChargeSettled;
import dev.kopeck.contracts.event.CompletionContent;
import dev.kopeck.contracts.event.CompletionFinished;
import dev.kopeck.contracts.event.Outcome;
import dev.kopeck.contracts.event.PromptAuthorized;
import dev.kopeck.contracts.event.PromptContent;
import dev.kopeck.contracts.event.PromptDeclined;
import dev.kopeck.contracts.event.PromptSubmitted;
import dev.kopeck.contracts.event.Topic;
import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.contracts.identity.Payer;
import dev.kopeck.contracts.identity.PromptId;
import dev.kopeck.contracts.money.Usage;
import dev.kopeck.contracts.wire.EventCodec;
import dev.kopeck.contracts.wire.MalformedEventException;
import dev.kopeck.contracts.wire.WireRecord;
import dev.kopeck.harness.testkit.Eventually;
import dev.kopeck.harness.testkit.KafkaProbe;
import dev.kopeck.harness.testkit.KafkaProbe.SeenRecord;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/** Plays the doors and the gateway towards billing: submits prompts, finishes completions, reads what billing says. */
final class BillingProbe implements AutoCloseable {

    static final String MODEL = "kopeck-sim";

    private static final AtomicLong USERS =
            new AtomicLong(RandomGenerator.getDefault().nextLong(1_000_000_000_000L));

    final KafkaProbe kafka;
    final EventCodec codec = new EventCodec("/test");
    private final RandomGenerator random = RandomGenerator.getDefault();

    BillingProbe(String bootstrapServers) {
        kafka = new KafkaProbe(bootstrapServers);
    }

    /** A payer that nobody has met. */
    static Payer stranger() {
        return Payer.telegram(USERS.incrementAndGet());
    }

    PromptId newId() {
        return PromptId.mint(Instant.now(), random);
    }

    PromptSubmitted prompt(Payer payer, String model, long inputTokens, long maxOutputTokens) {
        return new PromptSubmitted(newId(), payer, Channel.TELEGRAM, model, inputTokens, maxOutputTokens, 5);
    }

    WireRecord record(PromptSubmitted prompt) {
        var content = new PromptContent(
                List.of(new PromptContent.Message(PromptContent.Role.USER, "Grüße, " + prompt.promptId())));
        return codec.encode(prompt, codec.writeContent(content), Instant.now());
    }

    void submit(PromptSubmitted prompt) {
        kafka.send(record(prompt));
    }

    PromptAuthorized authorized(PromptSubmitted prompt) {
        submit(prompt);
        return awaitAuthorized(prompt.promptId());
    }

    PromptAuthorized awaitAuthorized(PromptId id) {
        return authorized(kafka.await(Topic.PROMPTS_AUTHORIZED, of(id)));
    }

    PromptAuthorized authorized(SeenRecord seen) {
        try {
            return codec.readAuthorized(seen.headers());
        } catch (MalformedEventException e) {
            throw new AssertionError(e);
        }
    }

    /** The first prompt of this payer that is authorised: every instance follows a new price within a second. */
    PromptAuthorized authorizedOncePriced(Payer payer, String model) {
        Predicate<SeenRecord> ofModel = seen ->
                model.equals(seen.headers().get("ce_model")) && payer.value().equals(seen.key());
        Eventually.eventually(() -> {
            submit(prompt(payer, model, 10, 10));
            assertThat(kafka.records(Topic.PROMPTS_AUTHORIZED)).anyMatch(ofModel);
        });
        return authorized(kafka.await(Topic.PROMPTS_AUTHORIZED, ofModel));
    }

    PromptDeclined declined(PromptSubmitted prompt) {
        submit(prompt);
        return awaitDeclined(prompt.promptId());
    }

    PromptDeclined awaitDeclined(PromptId id) {
        return value(kafka.await(Topic.PROMPTS_DECLINED, told(id + ".declined")), PromptDeclined.class);
    }

    CompletionFinished completion(PromptAuthorized authorized, Outcome outcome, Usage usage) {
        var prompt = authorized.prompt();
        return new CompletionFinished(
                prompt.promptId(),
                prompt.payer(),
                prompt.channel(),
                authorized.accountId(),
                prompt.model(),
                authorized.price().version(),
                outcome,
                usage,
                false,
                1,
                CompletionFinished.Timings.NONE);
    }

    WireRecord record(CompletionFinished completion) {
        return codec.encode(
                completion, codec.writeContent(new CompletionContent("An answer", "stop", null)), Instant.now());
    }

    ChargeSettled settled(CompletionFinished completion) {
        kafka.send(record(completion));
        return awaitSettled(completion.promptId() + ".settled");
    }

    ChargeSettled awaitSettled(String eventId) {
        return value(kafka.await(Topic.CHARGES_SETTLED, told(eventId)), ChargeSettled.class);
    }

    static CompletionFinished of(CompletionFinished template, AccountId account, int priceVersion) {
        return new CompletionFinished(
                template.promptId(),
                template.payer(),
                template.channel(),
                account,
                template.model(),
                priceVersion,
                template.outcome(),
                template.usage(),
                template.estimated(),
                template.attempts(),
                template.timings());
    }

    static Predicate<SeenRecord> of(PromptId id) {
        return seen -> id.toString().equals(seen.headers().get("ce_promptid"));
    }

    static Predicate<SeenRecord> told(String eventId) {
        return seen -> eventId.equals(seen.headers().get("ce_id"));
    }

    <T> T value(SeenRecord seen, Class<T> type) {
        try {
            return codec.read(seen.value(), type);
        } catch (MalformedEventException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        kafka.close();
    }
}
