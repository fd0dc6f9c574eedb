package dev.kopeck.gateway.config;

import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** A file with providers and models, taken again when it changes. */
public interface CatalogueConfig {

    /** The file, {@code .yaml} or {@code .properties}; environment variable KOPECK_GATEWAY_CATALOGUE. */
    Optional<Path> file();

    /** How often it is looked at. */
    @WithDefault("5s")
    @DurationMin(seconds = 1)
    @DurationMax(hours = 1)
    Duration poll();
}
