package dev.kopeck.harness.e2e;

import dev.kopeck.harness.localstack.Stack;
import dev.kopeck.harness.localstack.StackSettings;
import dev.kopeck.harness.testkit.Directories;
import dev.kopeck.harness.testkit.KafkaProbe;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives a test the one running Kopeck of this JVM: started by the first test that asks, stopped after the last. Tests
 * share it, so each brings users of its own.
 */
public final class RunningKopeck implements ParameterResolver {

    private static final Path ROOT = Path.of("../..");
    private static final Path DATA = Path.of("target/kopeck");
    /** Bursts of tests that are to be answered whole wait whole; what is refused instead is another test's subject. */
    private static final String LARGE_ROOM =
            "-Dkopeck.gateway.room.waiting-max=1000 -Dkopeck.gateway.room.waiting-per-account-max=100";

    private static final String DEAR_MODEL = String.join(
                    " ",
                    "-Dkopeck.gateway.models.%1$s.upstream-name=%2$s",
                    "-Dkopeck.gateway.models.%1$s.context-window=8192",
                    "-Dkopeck.gateway.models.%1$s.output-limit=1024",
                    "-Dkopeck.billing.initial-prices.%1$s.input=0",
                    "-Dkopeck.billing.initial-prices.%1$s.output=100000")
            .formatted(Kopeck.DEAR_MODEL, Kopeck.MODEL);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Kopeck.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.GLOBAL)
                .computeIfAbsent(Running.class, type -> new Running(), Running.class)
                .kopeck;
    }

    /** Ended by JUnit after the last test. */
    private static final class Running implements AutoCloseable {

        private final Stack stack;
        private final KafkaProbe topics;
        private final Kopeck kopeck;

        private Running() {
            stack = Stack.start(StackSettings.forTests(ROOT, emptied(DATA))
                    .withVariable("KOPECK_WELCOME_GRANT", "1.00")
                    .withVariable("KOPECK_JAVA_OPTIONS", LARGE_ROOM + " " + DEAR_MODEL));
            topics = new KafkaProbe(stack.kafka());
            kopeck = new Kopeck(stack, topics);
        }

        @Override
        public void close() {
            topics.close();
            stack.close();
        }

        /** What the last run left is deleted now and not after it, so that its logs could be read. */
        private static Path emptied(Path folder) {
            Directories.delete(folder);
            return folder;
        }
    }
}
