package dev.kopeck.telegram.support;

import dev.kopeck.harness.simulators.telegram.TelegramSimulator;
import dev.kopeck.harness.simulators.telegram.TelegramSimulatorSettings;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Telegram and billing for a {@code @QuarkusTest}; gives both to fields of their types. */
public class SimulatedWorld implements QuarkusTestResourceLifecycleManager {

    private @Nullable TelegramSimulator telegram;
    private @Nullable BillingStub billing;

    @Override
    public Map<String, String> start() {
        var simulator = TelegramSimulator.start(TelegramSimulatorSettings.defaults());
        var stub = BillingStub.start();
        telegram = simulator;
        billing = stub;
        return Map.ofEntries(
                Map.entry("TELEGRAM_BOT_TOKEN", TelegramSimulatorSettings.TOKEN),
                Map.entry("TELEGRAM_API_BASE_URL", simulator.baseUrl()),
                Map.entry("KOPECK_BILLING_URL", stub.url()),
                Map.entry("KOPECK_DOOR_TOKEN", BillingStub.TOKEN),
                Map.entry("KOPECK_DEFAULT_MODEL", "gpt-4o-mini"),
                Map.entry("quarkus.http.test-port", "0"),
                // Quicker than in earnest, so that no test waits for a timer; slow enough to be seen.
                Map.entry("kopeck.telegram.polling.timeout", "2s"),
                Map.entry("kopeck.telegram.bot.timeout", "3s"),
                Map.entry("kopeck.telegram.bot.back-off-first", "20ms"),
                Map.entry("kopeck.telegram.bot.back-off-longest", "300ms"),
                Map.entry("kopeck.telegram.delivery.sweep", "50ms"),
                Map.entry("kopeck.telegram.delivery.footer-wait", "500ms"),
                Map.entry("kopeck.telegram.delivery.lease", "7s"),
                Map.entry("kopeck.telegram.preview.interval", "300ms"));
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(telegram, new TestInjector.MatchesType(TelegramSimulator.class));
        injector.injectIntoFields(billing, new TestInjector.MatchesType(BillingStub.class));
    }

    @Override
    public void stop() {
        if (telegram != null) {
            telegram.close();
        }
        if (billing != null) {
            billing.close();
        }
    }
}
