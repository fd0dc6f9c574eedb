package dev.kopeck.billing.adapter.kafka;

import dev.kopeck.billing.application.PromptTopic;
import dev.kopeck.billing.domain.PromptRetention;
import dev.kopeck.contracts.event.Topic;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.jspecify.annotations.Nullable;

/**
 * Asks the broker, with a client of its own that lives for one question. Needs the right DESCRIBE_CONFIGS on the topic,
 * which not everybody gives.
 */
@ApplicationScoped
class PromptTopicSettings implements PromptTopic {

    private static final ConfigResource TOPIC =
            new ConfigResource(ConfigResource.Type.TOPIC, Topic.PROMPTS_SUBMITTED.topicName());
    private static final Duration CLOSE_MAX = Duration.ofSeconds(5);
    private static final int ANSWER_MS_MAX = 30_000;

    private final Map<String, Object> broker;
    private final Vertx vertx;

    /** @param broker the settings of kafka.*: addresses, security */
    PromptTopicSettings(@Identifier("default-kafka-broker") Map<String, Object> broker, Vertx vertx) {
        this.broker = Map.copyOf(broker);
        this.vertx = vertx;
    }

    @Override
    public Uni<PromptRetention> retention() {
        return onWorker(this::client)
                .chain(admin -> described(admin).eventually(() -> onWorker(() -> closed(admin))))
                .onFailure()
                .recoverWithItem(failure -> new PromptRetention.Untold(String.valueOf(failure.getMessage())));
    }

    private Admin client() {
        var settings = new HashMap<>(broker);
        settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ANSWER_MS_MAX);
        settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, ANSWER_MS_MAX);
        return Admin.create(settings);
    }

    private static boolean closed(Admin admin) {
        admin.close(CLOSE_MAX);
        return true;
    }

    private static Uni<PromptRetention> described(Admin admin) {
        return Uni.createFrom()
                .completionStage(
                        () -> admin.describeConfigs(List.of(TOPIC)).all().toCompletionStage())
                .map(configs -> retention(configs.get(TOPIC)));
    }

    /**
     * Records go by whole segments, once the last one of them is old enough: so the first one of a segment stays for as
     * long as the segment was written to, besides.
     */
    static PromptRetention retention(@Nullable Config config) {
        var policy = value(config, TopicConfig.CLEANUP_POLICY_CONFIG).orElse(TopicConfig.CLEANUP_POLICY_DELETE);
        if (!policy.contains(TopicConfig.CLEANUP_POLICY_DELETE)) {
            return new PromptRetention.Unbounded();
        }
        var retention = value(config, TopicConfig.RETENTION_MS_CONFIG).map(Long::valueOf);
        var segment = value(config, TopicConfig.SEGMENT_MS_CONFIG).map(Long::valueOf);
        if (retention.isEmpty() || segment.isEmpty()) {
            return new PromptRetention.Untold("the topic's settings lack retention.ms or segment.ms");
        }
        return retention.get() < 0
                ? new PromptRetention.Unbounded()
                : new PromptRetention.Bounded(Duration.ofMillis(retention.get()).plusMillis(segment.get()));
    }

    private static Optional<String> value(@Nullable Config config, String name) {
        return Optional.ofNullable(config).map(known -> known.get(name)).map(ConfigEntry::value);
    }

    private <T> Uni<T> onWorker(Callable<T> work) {
        return Uni.createFrom()
                .completionStage(() -> vertx.executeBlocking(work, false).toCompletionStage());
    }
}
