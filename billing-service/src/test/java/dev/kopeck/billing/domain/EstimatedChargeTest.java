package dev.kopeck.billing.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kopeck.billing.domain.EstimatedCharge.Place;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EstimatedChargeTest {

    @Test
    void placeIsReadAsItWasWrittenToTheMicrosecond() {
        var place = new Place(Instant.parse("2026-11-25T10:15:30.123456Z"), UUID.randomUUID());
        assertThat(Place.parse(place.text())).isEqualTo(place);
    }

    @Test
    void beforeAMomentLiesNothingOfTheMomentItself() {
        var moment = Instant.parse("2026-11-25T10:15:30Z");
        assertThat(Place.at(moment).entry()).isEqualTo(new UUID(0, 0));
        assertThat(Place.at(moment).isBefore(moment)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "7",
                "x.6ba7b810-9dad-41d1-80b4-00c04fd430c8",
                "7.x",
                "-7.6ba7b810-9dad-41d1-80b4-00c04fd430c8",
                "7.6ba7b810-9dad-41d1-80b4-00c04fd430c8.7",
                "99999999999999999999.6ba7b810-9dad-41d1-80b4-00c04fd430c8"
            })
    void textThatNoListGaveIsRefused(String text) {
        assertThatThrownBy(() -> Place.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("must be a cursor that this list gave");
    }
}
