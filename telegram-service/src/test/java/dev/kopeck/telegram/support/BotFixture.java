package dev.kopeck.telegram.support;

import static dev.kopeck.harness.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kopeck.contracts.event.Channel;
import dev.kopeck.contracts.event.ChargeSettled;
import dev.kopeck.contracts.event.CompletionChunk;
import dev.kopeck.contracts.event.CompletionContent;
import dev.kopeck.contracts.event.CompletionFinished;
import dev.kopeck.contracts.event.DeclineReason;
import dev.kopeck.contracts.event.Outcome;
import dev.kopeck.contracts.event.PromptContent;
import dev.kopeck.contracts.event.PromptDeclined;
import dev.kopeck.contracts.event.PromptSubmitted;
import dev.kopeck.contracts.event.Topic;
import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.contracts.identity.Payer;
import dev.kopeck.contracts.identity.PromptId;
import dev.kopeck.contracts.money.Nanos;
import dev.kopeck.contracts.money.Usage;
import dev.kopeck.contracts.wire.EventCodec;
import dev.kopeck.contracts.wire.MalformedEventException;
import dev.kopeck.harness.simulators.telegram.ChatMessage;
import dev.kopeck.harness.simulators.telegram.TelegramSimulator;
import dev.kopeck.harness.testkit.Eventually;
import dev.kopeck.harness.testkit.KafkaProbe;
import dev.kopeck.harness.testkit.KafkaProbe.SeenRecord;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** One user's chat with the bot, with billing and the gateway played by the test. */
public final class BotFixture {

    private static final AccountId ACCOUNT = new AccountId(1001);
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

    private final TelegramSimulator telegram;
    private final KafkaProbe kafka;
    private final EventCodec codec = new EventCodec("/test");
    private final long userId;

    public BotFixture(TelegramSimulator telegram, KafkaProbe kafka) {
        this.telegram = telegram;
        this.kafka = kafka;
        this.userId = telegram.addUser("Ada", "en").id();
    }

    public long userId() {
        return userId;
    }

    public Payer payer() {
        return Payer.telegram(userId);
    }

    /** Writes, and waits until the prompt is submitted. */
    public Asked ask(String text) {
        int before = submitted().size();
        telegram.userWrites(userId, text);
        var record = kafka.await(Topic.PROMPTS_SUBMITTED.topicName(), this::isMine, before + 1, Eventually.DEADLINE)
                .getLast();
        return new Asked(promptOf(record), contentOf(record), record);
    }

    /** A prompt as it was submitted. */
    public record Asked(PromptSubmitted facts, PromptContent content, SeenRecord record) {

        public PromptId id() {
            return facts.promptId();
        }
    }

    public List<SeenRecord> submitted() {
        return kafka.records(Topic.PROMPTS_SUBMITTED.topicName(), this::isMine);
    }

    /** All prompts that were submitted until now, repeats too. */
    public List<Asked> prompts() {
        return submitted().stream()
                .map(record -> new Asked(promptOf(record), contentOf(record), record))
                .toList();
    }

    /**
     * Previews are read from now on only: those that come before the service has its partitions are lost, as they may be.
     * Returns when they are read.
     */
    public void untilPreviewsAreRead() {
        var asked = ask("Are previews read?");
        var sequence = new AtomicInteger();
        eventually(() -> {
            chunk(asked, sequence.incrementAndGet(), "Preview " + sequence);
            assertThat(botMessages().getLast().text()).startsWith("Preview");
        });
    }

    public void chunk(Asked prompt, int sequence, String text) {
        kafka.send(codec.encode(new CompletionChunk(prompt.id(), payer(), Channel.TELEGRAM, sequence, text), NOW));
    }

    public void finishes(Asked prompt, Outcome outcome, CompletionContent content) {
        kafka.send(codec.encode(finished(prompt.id(), outcome), codec.writeContent(content), NOW));
    }

    public void completes(Asked prompt, String text) {
        finishes(prompt, Outcome.COMPLETED, new CompletionContent(text, "stop", null));
    }

    public CompletionFinished finished(PromptId id, Outcome outcome) {
        return new CompletionFinished(
                id,
                payer(),
                Channel.TELEGRAM,
                ACCOUNT,
                "gpt-4o-mini",
                1,
                outcome,
                Usage.of(10, 20),
                false,
                1,
                CompletionFinished.Timings.NONE);
    }

    public void charges(Asked prompt, ChargeSettled.Resolution resolution, String charged, String balance) {
        kafka.send(codec.encode(
                new ChargeSettled(
                        prompt.id(),
                        payer(),
                        Channel.TELEGRAM,
                        ACCOUNT,
                        "gpt-4o-mini",
                        resolution,
                        Nanos.parse(charged),
                        Nanos.ZERO,
                        Nanos.ZERO,
                        Nanos.parse(balance),
                        "USD",
                        1,
                        List.of(),
                        false),
                NOW));
    }

    public void charges(Asked prompt, String charged, String balance) {
        charges(prompt, ChargeSettled.Resolution.SETTLED, charged, balance);
    }

    public void declines(Asked prompt, DeclineReason reason, String needed, String available) {
        kafka.send(codec.encode(
                new PromptDeclined(
                        prompt.id(),
                        payer(),
                        Channel.TELEGRAM,
                        "gpt-4o-mini",
                        reason,
                        Nanos.parse(needed),
                        Nanos.parse(available),
                        "USD"),
                NOW));
    }

    /** What the bot's messages say now, oldest first. */
    public List<String> botSays() {
        return botMessages().stream().map(ChatMessage::text).toList();
    }

    public List<ChatMessage> botMessages() {
        return telegram.messages(userId).stream()
                .filter(message -> message.fromBot() && !message.deleted())
                .toList();
    }

    /** Waits until the bot's messages say exactly this. */
    public void seesOnly(String... texts) {
        eventually(() -> assertThat(botSays()).containsExactly(texts));
    }

    /** All that the bot's messages ever said. */
    public String everythingSaid() {
        return telegram.messages(userId).stream()
                .flatMap(message -> message.versions().stream())
                .map(ChatMessage.Version::text)
                .collect(Collectors.joining("\n"));
    }

    private boolean isMine(SeenRecord record) {
        return payer().value().equals(record.key());
    }

    private PromptSubmitted promptOf(SeenRecord record) {
        try {
            return codec.readSubmitted(record.headers());
        } catch (MalformedEventException e) {
            throw new AssertionError(e);
        }
    }

    private PromptContent contentOf(SeenRecord record) {
        try {
            return codec.read(record.value(), PromptContent.class);
        } catch (MalformedEventException e) {
            throw new AssertionError(e);
        }
    }
}
