package dev.kopeck.telegram.adapter.observability;

import io.micrometer.core.instrument.config.MeterFilter;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** The Bot API has its token in the path, and client metrics have the path in a tag: here it is taken out again. */
class SecretFreeMetrics {

    @Produces
    @Singleton
    MeterFilter withoutToken() {
        return MeterFilter.replaceTagValues("uri", uri -> uri.replaceAll("/bot[^/]+/", "/bot/"));
    }
}
