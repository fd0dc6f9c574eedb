package dev.kopeck.harness.e2e;

import dev.kopeck.contracts.event.Channel;
import dev.kopeck.contracts.event.PromptContent;
import dev.kopeck.contracts.event.PromptSubmitted;
import dev.kopeck.contracts.event.Topic;
import dev.kopeck.contracts.identity.Payer;
import dev.kopeck.contracts.identity.PromptId;
import dev.kopeck.contracts.wire.EventCodec;
import dev.kopeck.contracts.wire.WireRecord;
import dev.kopeck.harness.testkit.Eventually;
import dev.kopeck.harness.testkit.KafkaProbe;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;

/** Prompts that come in by Kafka alone, as from a door that Kopeck does not have yet. */
final class Prompts {

    private static final EventCodec CODEC = new EventCodec("/end-to-end-tests");
    private static final int SHORT_ANSWER = 10;

    private final KafkaProbe topics;
    private final SplittableRandom random = new SplittableRandom(System.nanoTime());

    Prompts(KafkaProbe topics) {
        this.topics = topics;
    }

    PromptSubmitted newPrompt(Payer payer, String model, long inputTokens) {
        return new PromptSubmitted(
                PromptId.mint(Instant.now(), random),
                payer,
                Channel.API,
                model,
                inputTokens,
                SHORT_ANSWER,
                PromptSubmitted.PRIORITY_NORMAL);
    }

    static WireRecord saying(String text, PromptSubmitted prompt) {
        var content = new PromptContent(List.of(new PromptContent.Message(PromptContent.Role.USER, text)));
        return CODEC.encode(prompt, CODEC.writeContent(content), Instant.now());
    }

    /** Sends a prompt and tells whether billing let it pass. */
    boolean isAuthorized(Payer payer, String model) {
        var prompt = newPrompt(payer, model, SHORT_ANSWER);
        topics.send(saying("Hello", prompt));
        var id = prompt.promptId().toString();
        Eventually.eventually(() -> {
            if (!was(Topic.PROMPTS_AUTHORIZED, id) && !was(Topic.PROMPTS_DECLINED, id)) {
                throw new AssertionError("billing has not decided about " + id);
            }
        });
        return was(Topic.PROMPTS_AUTHORIZED, id);
    }

    private boolean was(Topic topic, String id) {
        return !topics.records(
                        topic.topicName(),
                        record -> String.valueOf(record.headers().get("ce_id")).startsWith(id))
                .isEmpty();
    }
}
