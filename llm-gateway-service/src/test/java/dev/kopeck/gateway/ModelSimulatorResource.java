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
    /** Its texts are not kept. */
    static final long FORGETFUL_ACCOUNT = 4_000_000_001L;
    /** May ask three times a minute. */
    static final long LIMITED_ACCOUNT = 4_000_000_002L;

    static final String CALLBACK_SECRET = "signs callbacks in tests";

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
        settings.putAll(promptApi());
        settings.put("kopeck.gateway.prompts.callbacks.interval", "100ms");
        settings.put("kopeck.gateway.prompts.callbacks.retry-delay", "50ms");
        settings.put("kopeck.gateway.prompts.callbacks.attempts-max", "3");
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

    private static Map<String, String> promptApi() {
        var prompts = "kopeck.gateway.prompts.";
        var limited = "kopeck.gateway.limits.accounts.\"" + LIMITED_ACCOUNT + "\".";
        return Map.of(
                prompts + "sweep", "200ms",
                prompts + "own-time", "500ms",
                prompts + "wait-pause", "50ms",
                prompts + "texts.accounts.\"" + FORGETFUL_ACCOUNT + "\"", "0s",
                prompts + "texts.fetch", "1s",
                prompts + "texts.interval", "200ms",
                prompts + "callbacks.secret", CALLBACK_SECRET,
                prompts + "callbacks.allow-private", "true",
                limited + "requests-per-minute", "3");
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
