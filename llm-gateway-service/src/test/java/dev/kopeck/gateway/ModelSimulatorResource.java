package dev.kopeck.gateway;

import dev.kopeck.harness.simulators.model.ModelSimulator;
import dev.kopeck.harness.simulators.model.ModelSimulatorSettings;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A model simulator for the gateway, and times that suit a test. */
public class ModelSimulatorResource implements QuarkusTestResourceLifecycleManager {

    static final int IN_FLIGHT_MAX = 8;

    private @Nullable ModelSimulator simulator;

    @Override
    public Map<String, String> start() {
        var started = ModelSimulator.start(ModelSimulatorSettings.defaults());
        simulator = started;
        var settings = new HashMap<String, String>();
        settings.put("OPENAI_BASE_URL", started.baseUrl());
        settings.put("OPENAI_API_KEY", "a key of the simulator");
        settings.put("quarkus.http.test-port", "0");
        settings.put("kopeck.gateway.in-flight-max", Integer.toString(IN_FLIGHT_MAX));
        settings.put("kopeck.gateway.call.first-token-timeout", "6s");
        settings.put("kopeck.gateway.call.idle-timeout", "1s");
        settings.put("kopeck.gateway.call.tick", "50ms");
        settings.put("kopeck.gateway.call.retry-delay", "20ms");
        settings.put("kopeck.gateway.call.retry-delay-max", "2s");
        settings.put("kopeck.gateway.preview.interval", "100ms");
        settings.put("kopeck.gateway.claim.lease", "3s");
        settings.put("kopeck.gateway.claim.heartbeat", "1s");
        settings.put("kopeck.gateway.claim.recheck", "100ms");
        // Tests provoke more failures than successes, and are not to be kept from it.
        settings.put("kopeck.gateway.circuit.calls-min", "10000");
        settings.put("kopeck.gateway.circuit.window", "10000");
        settings.put("kopeck.gateway.providers.down.base-url", "http://127.0.0.1:9/v1");
        settings.put("kopeck.gateway.models.\"fallback-sim\".targets", "down:anything,default:" + Prompt.MODEL);
        settings.put("kopeck.gateway.models.\"fallback-sim\".context-window", "8192");
        settings.put("kopeck.gateway.models.\"fallback-sim\".output-limit", "1024");
        settings.put("kopeck.gateway.models.\"whole-sim\".upstream-name", Prompt.MODEL);
        settings.put("kopeck.gateway.models.\"whole-sim\".streaming", "false");
        settings.put("kopeck.gateway.models.\"whole-sim\".context-window", "8192");
        settings.put("kopeck.gateway.models.\"whole-sim\".output-limit", "1024");
        return settings;
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(simulator, new TestInjector.MatchesType(ModelSimulator.class));
    }

    @Override
    public void stop() {
        if (simulator != null) {
            simulator.close();
        }
    }
}
