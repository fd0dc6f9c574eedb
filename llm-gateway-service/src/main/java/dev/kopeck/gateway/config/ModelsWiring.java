package dev.kopeck.gateway.config;

import dev.kopeck.gateway.application.AttemptBuffer;
import dev.kopeck.gateway.application.AttemptMeasurements;
import dev.kopeck.gateway.application.AttemptRecords;
import dev.kopeck.gateway.application.Attempts;
import dev.kopeck.gateway.application.CatalogueLanes;
import dev.kopeck.gateway.application.Circuits;
import dev.kopeck.gateway.application.CurrentCatalogue;
import dev.kopeck.gateway.application.Drains;
import dev.kopeck.gateway.application.Lanes;
import dev.kopeck.gateway.application.SilenceWatch;
import dev.kopeck.gateway.application.Verdicts;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/** The catalogue, and the way to whoever answers. */
class ModelsWiring {

    private static final String SETTINGS_ONLY = "settings";

    /** A file that is wrong stops the start: there is no catalogue before it that could stay in use. */
    @Produces
    @Singleton
    CurrentCatalogue catalogue(GatewayConfig config) {
        var path = config.catalogue().file();
        if (path.isEmpty()) {
            return new CurrentCatalogue(CatalogueBuilder.build(config, null, SETTINGS_ONLY));
        }
        try {
            var content = CatalogueFileReader.read(path.get());
            var file = CatalogueFileReader.parse(path.get(), content);
            return new CurrentCatalogue(CatalogueBuilder.build(config, file, content.version()));
        } catch (CatalogueException wrong) {
            throw new IllegalArgumentException(
                    "kopeck.gateway.catalogue.file " + path.get() + ": " + wrong.getMessage(), wrong);
        }
    }

    @Produces
    @Singleton
    Lanes lanes(CurrentCatalogue catalogue) {
        return new CatalogueLanes(catalogue);
    }

    @Produces
    @Singleton
    SilenceWatch silence(InstantSource clock) {
        return new SilenceWatch(clock);
    }

    @Produces
    @Singleton
    Drains drains() {
        return new Drains();
    }

    @Produces
    @Singleton
    AttemptBuffer attemptBuffer(GatewayConfig config, AttemptRecords records) {
        var attempts = config.attempts();
        return new AttemptBuffer(records, attempts.waitingMax(), attempts.batch());
    }

    @Produces
    @Singleton
    Verdicts verdicts(Circuits circuits, AttemptBuffer log, AttemptMeasurements measurements) {
        return new Verdicts(circuits, log, measurements);
    }

    @Produces
    @Singleton
    Attempts attempts(
            GatewayConfig config,
            Verdicts verdicts,
            SilenceWatch silence,
            RandomGenerator random,
            InstantSource clock) {
        return new Attempts(Settings.retries(config), verdicts, silence, random, clock);
    }
}
