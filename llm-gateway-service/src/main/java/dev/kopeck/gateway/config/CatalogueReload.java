package dev.kopeck.gateway.config;

import dev.kopeck.gateway.application.CurrentCatalogue;
import dev.kopeck.gateway.application.WaitingRoom;
import dev.kopeck.tokens.TokenCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;

/**
 * Takes the catalogue file again when its content has changed: as a whole, or not at all. A refused one is told of once, and
 * the catalogue before it stays in use.
 */
@Startup
@Singleton
class CatalogueReload {

    private static final Logger LOG = Logger.getLogger(CatalogueReload.class);
    private static final String NONE = "";

    private final GatewayConfig config;
    private final CurrentCatalogue catalogue;
    private final WaitingRoom room;
    private final TokenCounter counter;
    private final AtomicReference<String> refused = new AtomicReference<>(NONE);

    CatalogueReload(
            GatewayConfig config,
            CurrentCatalogue catalogue,
            WaitingRoom room,
            TokenCounter counter,
            MeterRegistry registry) {
        this.config = config;
        this.catalogue = catalogue;
        this.room = room;
        this.counter = counter;
        Gauge.builder("kopeck.gateway.catalogue.generation", catalogue, CurrentCatalogue::generation)
                .description("Catalogues that were in use since the start, the current one included")
                .register(registry);
        Gauge.builder(
                        "kopeck.gateway.catalogue.refused",
                        refused,
                        last -> last.get().equals(NONE) ? 0 : 1)
                .description("1 while the catalogue file is not in use because it is wrong")
                .register(registry);
    }

    /** On a worker thread: reading a file blocks. */
    @Scheduled(
            identity = "reload-catalogue",
            every = "${kopeck.gateway.catalogue.poll:5s}",
            delayed = "1s",
            concurrentExecution = ConcurrentExecution.SKIP)
    void lookAtFile() {
        config.catalogue().file().ifPresent(path -> {
            try {
                take(CatalogueFileReader.read(path));
            } catch (CatalogueException wrong) {
                complain(wrong.complaint(), wrong.complaint());
            }
        });
    }

    private void take(CatalogueFileReader.Content content) {
        var version = content.version();
        if (version.equals(catalogue.get().version())) {
            refused.set(NONE);
            return;
        }
        if (version.equals(refused.get())) {
            return;
        }
        try {
            var path = config.catalogue().file().orElseThrow();
            var next = CatalogueBuilder.build(config, CatalogueFileReader.parse(path, content), version);
            next.models().forEach(model -> counter.countText(model.upstreamName(), ""));
            catalogue.replace(next);
            refused.set(NONE);
            LOG.infof(
                    "A new catalogue is in use. version=%s models=%d providers=%d",
                    version, next.models().size(), next.providers().size());
            room.lookAgain();
        } catch (CatalogueException wrong) {
            complain(version, wrong.complaint());
        }
    }

    private void complain(String what, String why) {
        if (!what.equals(refused.getAndSet(what))) {
            LOG.errorf(
                    "The catalogue file is not taken, the catalogue before stays in use. version=%s reason=%s",
                    catalogue.get().version(), why);
        }
    }
}
