package dev.kopeck.harness.simulators.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class WishesTest {

    @Test
    void findsMagicWordsWithAndWithoutNumbers() {
        Wishes wishes = Wishes.in("tell me sim:cut=3 a story sim:no-usage, sim:speed=0.");

        assertThat(wishes.numbers()).isEqualTo(Map.of(ModelFault.CUT, 3, ModelFault.NO_USAGE, 0, ModelFault.SPEED, 0));
    }

    @Test
    void takesTheUsualNumberWhereNoneFits() {
        assertThat(Wishes.in("sim:cut=many").numberOr(ModelFault.CUT, -1)).isEqualTo(ModelFault.CUT.usual());
        assertThat(Wishes.in("sim:429").numberOr(ModelFault.TOO_MANY_REQUESTS, -1))
                .isEqualTo(1);
    }

    @Test
    void leavesOrdinaryTextAlone() {
        assertThat(Wishes.in("sim: cut, dossim:cut, sim:nonsense=1").numbers()).isEmpty();
        assertThat(Wishes.withoutMagic("How are you sim:cut=2 today?")).isEqualTo("How are you today?");
    }

    @Test
    void readsTheMarkerOfATest() {
        assertThat(Wishes.markerIn("a prompt sim:id=burst-17")).contains("burst-17");
        assertThat(Wishes.markerIn("a prompt")).isEmpty();
    }

    @Test
    void whatIsOrderedWinsOverWhatIsWritten() {
        Wishes wishes = Wishes.in("sim:cut=3 sim:empty").and(Map.of(ModelFault.CUT, 7));

        assertThat(wishes.numbers()).isEqualTo(Map.of(ModelFault.CUT, 7, ModelFault.EMPTY, 0));
    }
}
