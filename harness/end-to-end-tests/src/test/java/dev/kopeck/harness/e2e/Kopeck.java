package dev.kopeck.harness.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kopeck.harness.localstack.ManagedProcess;
import dev.kopeck.harness.localstack.Port;
import dev.kopeck.harness.localstack.Stack;
import dev.kopeck.harness.testkit.EmbeddedKafka;
import dev.kopeck.harness.testkit.EmbeddedPostgresServer;
import dev.kopeck.harness.testkit.KafkaProbe;
import dev.kopeck.harness.testkit.Ports;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** The running system as a test sees it. */
final class Kopeck {

    static final String MODEL = "kopeck-sim";

    /** The same under a name of its own, at ten cents per token of the answer and nothing for the prompt. */
    static final String DEAR_MODEL = "kopeck-dear";

    private static final long FIRST_USER = 5_000_001;

    private final Stack stack;
    private final KafkaProbe topics;
    private final AtomicLong nextUser = new AtomicLong(FIRST_USER);

    Kopeck(Stack stack, KafkaProbe topics) {
        this.stack = stack;
        this.topics = topics;
    }

    /** A person on Telegram whom Kopeck has never met. */
    ChatUser newUser(String name) {
        return ChatUser.arrive(stack.service("telegram-simulator").url(), nextUser.getAndIncrement(), name);
    }

    Books books() {
        return new Books(stack.service("billing-service").url(), stack.adminToken());
    }

    KafkaProbe topics() {
        return topics;
    }

    EmbeddedKafka broker() {
        return stack.embeddedKafka().orElseThrow();
    }

    EmbeddedPostgresServer database() {
        return stack.embeddedPostgres().orElseThrow();
    }

    /** A second gateway beside the first one; it lives as long as the stack, unless it is killed. */
    ManagedProcess anotherGateway(String name) {
        return stack.startAnother(name, Port.GATEWAY, Ports.free());
    }

    ManagedProcess service(String name) {
        return stack.service(name);
    }

    /** How many answers the model has completed. */
    long modelAnswers() {
        return modelCounts("").path("finished").asLong();
    }

    /** How often the model was asked the prompt that names itself {@code sim:id=<marker>}. */
    long modelCalls(String marker) {
        return modelCounts("?prompt=" + marker).path("started").asLong();
    }

    private JsonNode modelCounts(String query) {
        var url = stack.service("model-simulator").url().resolve("/control/requests" + query);
        return Http.get(url, Map.of()).expect(200);
    }
}
