package dev.kopeck.gateway;

import static dev.kopeck.harness.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.kopeck.contracts.event.DeclineReason;
import dev.kopeck.contracts.identity.PromptId;
import dev.kopeck.gateway.application.prompts.PositionBook;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Prompts found again: in lists, and in line. */
@QuarkusTest
class PromptListsIT extends PromptApiIT {

    @Inject
    @SuppressWarnings("NullAway.Init")
    PositionBook positions;

    @Test
    void aListIsReadInPagesAndByWhatIsLookedFor() {
        // Given
        var key = billing.issue();
        var ids = new ArrayList<String>();
        for (int i = 0; i < 5; i++) {
            ids.addFirst(submitted(key, "Number " + i));
        }
        decline(ids.get(2), DeclineReason.KEY_LIMIT_REACHED);
        awaitStatus(key, ids.get(2), "declined");
        // When
        var first = get(key, "/v1/prompts?limit=3").statusCode(200).extract().jsonPath();
        var second = get(key, "/v1/prompts?limit=3&cursor=" + first.getString("nextCursor"))
                .extract()
                .jsonPath();
        // Then
        assertThat(first.getList("items.id")).isEqualTo(ids.subList(0, 3));
        assertThat(second.getList("items.id")).isEqualTo(ids.subList(3, 5));
        assertThat(second.getString("nextCursor")).isNull();
        assertThat(listed(key, "status=declined")).containsExactly(ids.get(2));
        assertThat(listed(key, "status=queued&limit=200")).hasSize(4);
        assertThat(listed(key, "model=another")).isEmpty();
        assertThat(listed(key, "model=kopeck-sim")).hasSize(5);
        assertThat(listed(key, "from=2020-01-01T00:00:00Z&to=2021-01-01T00:00:00Z"))
                .isEmpty();
        assertThat(listed(key, "from=2020-01-01T00:00:00Z")).hasSize(5);
        assertThat(listed(billing.issue(), "limit=10")).isEmpty();
    }

    @Test
    void whoWaitsForAModelIsToldItsPositionByWhicheverInstanceIsAsked() {
        // Given
        var key = billing.issue();
        var id = submitted(key, "Slowly. sim:id=in-line sim:tokens=400 sim:speed=20");
        authorize(id);
        eventually(() -> assertThat(simulator.requests("in-line").active()).isEqualTo(1));
        // When
        positions.write(Map.of(PromptId.parse(id), 3)).await().atMost(Duration.ofSeconds(10));
        // Then
        get(key, "/v1/prompts/" + id).body("status", is("queued")).body("position", is(3));
        assertThat(listed(key, "status=queued")).containsExactly(id);
        // And what nobody repeats is forgotten
        eventually(() ->
                get(key, "/v1/prompts/" + id).body("status", not("queued")).body("position", nullValue()));
        cancel(key, id);
    }

    private List<String> listed(BillingStub.ApiKey key, String query) {
        return get(key, "/v1/prompts?" + query)
                .statusCode(200)
                .extract()
                .jsonPath()
                .getList("items.id");
    }
}
