package dev.kopeck.harness.testkit;

import dev.kopeck.contracts.event.Topic;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.CreateTopicsResult;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.TopicExistsException;

/** Creates the topics that the services talk over; they never create one themselves. */
public final class KopeckTopics {

    /** Dead letters are rare and read in order by a person: one partition. */
    private static final int DEAD_LETTER_PARTITIONS = 1;

    private static final int TIMEOUT_SECONDS = 30;

    private KopeckTopics() {}

    /**
     * Creates every topic and its dead-letter topic. Those that exist stay as they are, whatever their number of
     * partitions; replication is the broker's default.
     *
     * @throws IllegalStateException if the broker does not answer within 30 seconds or refuses
     */
    public static void createMissing(String bootstrapServers, int partitions) {
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers))) {
            CreateTopicsResult result = admin.createTopics(Arrays.stream(Topic.values())
                    .flatMap(topic -> Stream.of(
                            new NewTopic(topic.topicName(), Optional.of(partitions), Optional.empty()),
                            new NewTopic(
                                    topic.deadLetterName(), Optional.of(DEAD_LETTER_PARTITIONS), Optional.empty())))
                    .toList());
            result.values().forEach(KopeckTopics::awaitCreated);
        }
    }

    private static void awaitCreated(String topic, KafkaFuture<Void> creation) {
        try {
            creation.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw new IllegalStateException("Kafka refused to create the topic " + topic, e.getCause());
            }
        } catch (TimeoutException e) {
            throw new IllegalStateException(
                    "Kafka did not create the topic " + topic + " within " + TIMEOUT_SECONDS + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while creating the topic " + topic, e);
        }
    }
}
