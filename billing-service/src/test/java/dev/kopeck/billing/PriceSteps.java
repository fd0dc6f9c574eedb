package dev.kopeck.billing;

import static dev.kopeck.billing.Operator.asOperator;
import static dev.kopeck.billing.Operator.newKey;
import static dev.kopeck.billing.Operator.post;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kopeck.contracts.event.DeclineReason;
import dev.kopeck.contracts.event.PromptAuthorized;
import dev.kopeck.contracts.event.PromptSubmitted;
import dev.kopeck.contracts.event.Topic;
import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.contracts.identity.Payer;
import dev.kopeck.harness.testkit.Eventually;
import io.restassured.response.ValidatableResponse;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/** What tests of prices do as an operator, and how they wait for prompts to follow. */
final class PriceSteps implements AutoCloseable {

    private static final String FLAT = "{\"input\":\"1\",\"output\":\"1\"}";

    final BillingProbe probe =
            new BillingProbe(ConfigProvider.getConfig().getValue("kafka.bootstrap.servers", String.class));

    @Override
    public void close() {
        probe.close();
    }

    String newModel() {
        return "model-" + probe.newId();
    }

    /** However suspicious it is. */
    int set(String model, String rate, @Nullable String effectiveFrom) {
        var from = effectiveFrom == null ? "" : ",\"effectiveFrom\":\"" + effectiveFrom + "\"";
        return post(
                        "/v1/prices",
                        newKey(),
                        "{\"model\":\"%s\",\"rates\":%s%s,\"confirm\":true}"
                                .formatted(model, FLAT.replace("\"1\"", "\"" + rate + "\""), from))
                .statusCode(201)
                .extract()
                .path("version");
    }

    ValidatableResponse describe(String model, String body) {
        return asOperator().body(body).put("/v1/models/" + model).then().statusCode(200);
    }

    String newPlan(String markup) {
        var plan = "plan-" + probe.newId();
        setPlan(plan, markup);
        return plan;
    }

    ValidatableResponse setPlan(String plan, String markup) {
        return asOperator()
                .body("{\"markup\":\"" + markup + "\"}")
                .put("/v1/plans/" + plan)
                .then()
                .statusCode(200);
    }

    AccountId funded() {
        var account = AccountId.parse(Operator.openAccount());
        Operator.topUp(account, "5.00");
        return account;
    }

    ValidatableResponse reprice(AccountId account, String body) {
        return asOperator()
                .body(body)
                .put("/v1/accounts/" + account + "/pricing")
                .then()
                .statusCode(200);
    }

    List<PromptAuthorized> authorized(String model) {
        return probe.kafka.records(Topic.PROMPTS_AUTHORIZED).stream()
                .filter(seen -> model.equals(seen.headers().get("ce_model")))
                .map(probe::authorized)
                .toList();
    }

    /** Prompts of strangers until one is authorized as wanted. */
    PromptAuthorized eventually(String model, Predicate<PromptAuthorized> wanted) {
        return eventually(() -> probe.prompt(BillingProbe.stranger(), model, 10, 10), wanted);
    }

    PromptAuthorized eventually(AccountId account, String model, Predicate<PromptAuthorized> wanted) {
        return eventually(() -> probe.prompt(Payer.account(account), model, 10, 10), wanted);
    }

    PromptAuthorized eventually(Supplier<PromptSubmitted> prompts, Predicate<PromptAuthorized> wanted) {
        var sent = new HashSet<String>();
        var found = new ArrayList<PromptAuthorized>();
        Eventually.eventually(() -> {
            var prompt = prompts.get();
            sent.add(prompt.promptId().toString());
            probe.submit(prompt);
            found.clear();
            probe.kafka.records(Topic.PROMPTS_AUTHORIZED).stream()
                    .filter(seen -> sent.contains(seen.headers().get("ce_promptid")))
                    .map(probe::authorized)
                    .filter(wanted)
                    .forEach(found::add);
            assertThat(found).isNotEmpty();
        });
        return found.getFirst();
    }

    void eventuallyDeclined(String model, DeclineReason reason) {
        Eventually.eventually(() -> {
            probe.submit(probe.prompt(BillingProbe.stranger(), model, 10, 10));
            assertThat(probe.kafka.records(Topic.PROMPTS_DECLINED))
                    .anyMatch(seen -> seen.text().contains(model)
                            && seen.text().contains(reason.name().toLowerCase(Locale.ROOT)));
        });
    }
}
