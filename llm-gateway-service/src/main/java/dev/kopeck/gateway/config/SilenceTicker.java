package dev.kopeck.gateway.config;

import dev.kopeck.gateway.application.SilenceWatch;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.Cancellable;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Has all streams looked at for silence, as long as the gateway runs. */
@ApplicationScoped
class SilenceTicker {

    private static final Logger LOG = Logger.getLogger(SilenceTicker.class);

    private final GatewayConfig config;
    private final SilenceWatch silence;
    private @Nullable Cancellable ticking;

    SilenceTicker(GatewayConfig config, SilenceWatch silence) {
        this.config = config;
        this.silence = silence;
    }

    void onStart(@Observes StartupEvent event) {
        ticking = Multi.createFrom()
                .ticks()
                .every(config.call().tick())
                .onOverflow()
                .drop()
                .subscribe()
                .with(
                        tick -> silence.sweep(),
                        failure -> LOG.errorf(
                                "Silence is not watched any more. cause=%s",
                                failure.getClass().getName()));
    }

    void onStop(@Observes ShutdownEvent event) {
        if (ticking != null) {
            ticking.cancel();
        }
    }
}
