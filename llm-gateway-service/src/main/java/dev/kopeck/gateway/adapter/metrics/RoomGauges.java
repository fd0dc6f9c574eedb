package dev.kopeck.gateway.adapter.metrics;

import dev.kopeck.gateway.application.WaitingRoom;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;

/** How many prompts are answered, and how many wait. */
@Startup
@Singleton
class RoomGauges {

    RoomGauges(MeterRegistry registry, WaitingRoom room) {
        Gauge.builder("kopeck.gateway.prompts.running", room, WaitingRoom::running)
                .description("Prompts that are being answered")
                .register(registry);
        Gauge.builder("kopeck.gateway.prompts.waiting", room, WaitingRoom::waiting)
                .description("Prompts that wait for a place at a model")
                .register(registry);
    }
}
