package dev.kopeck.gateway.application;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kopeck.gateway.Catalogues;
import org.junit.jupiter.api.Test;

class DrainsTest {

    private final Drains drains = new Drains();

    @Test
    void soManyOfOneProviderAreDrainedAtATime() {
        // Given
        var provider = Catalogues.provider("slow", Catalogues.DRAIN);
        var first = drains.tryEnter(provider).orElseThrow();
        drains.tryEnter(provider);

        // When
        var third = drains.tryEnter(provider);
        var elsewhere = drains.tryEnter(Catalogues.provider("other", Catalogues.DRAIN));

        // Then
        assertThat(third).isEmpty();
        assertThat(elsewhere).isPresent();
        first.leave();
        first.leave();
        assertThat(drains.running()).isEqualTo(2);
        assertThat(drains.tryEnter(provider)).isPresent();
        assertThat(drains.tryEnter(provider)).isEmpty();
    }

    @Test
    void nothingIsDrainedWhereThePolicyIsAnotherOne() {
        assertThat(drains.tryEnter(Catalogues.provider("a", Catalogues.CANCEL))).isEmpty();
        assertThat(drains.tryEnter(Catalogues.provider("b", Catalogues.RELEASE)))
                .isEmpty();
    }
}
