package dev.kopeck.telegram.config;

import dev.kopeck.telegram.application.BotRuntime;
import dev.kopeck.telegram.application.PollTelegram;
import dev.kopeck.tokens.TokenCounter;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.subscription.Cancellable;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Starts the bot's loops with the service and ends them with it. */
@ApplicationScoped
class Lifecycle {

    private static final Logger LOG = Logger.getLogger(Lifecycle.class);

    private final BotRuntime runtime;
    private final PollTelegram poller;
    private final TokenCounter tokens;
    private final TelegramConfig config;
    private volatile @Nullable Cancellable loops;

    Lifecycle(BotRuntime runtime, PollTelegram poller, TokenCounter tokens, TelegramConfig config) {
        this.runtime = runtime;
        this.poller = poller;
        this.tokens = tokens;
        this.config = config;
    }

    void start(@Observes StartupEvent event) {
        Settings.requireSecrets(config);
        // The first count loads the vocabulary: here nobody waits for it.
        tokens.countText(config.prompt().model(), "Kopeck");
        loops = runtime.run().subscribe().with(_ -> {}, e -> LOG.error("The bot's loops ended", e));
    }

    /** What is cut off here is not confirmed and not recorded, so it is done again after the next start. */
    void stop(@Observes ShutdownEvent event) {
        var running = loops;
        if (running != null) {
            running.cancel();
        }
        poller.stop().subscribe().with(_ -> {}, e -> LOG.debug("The poller's lock goes with its connection"));
    }
}
