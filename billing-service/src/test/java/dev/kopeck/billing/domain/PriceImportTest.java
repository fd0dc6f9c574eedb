package dev.kopeck.billing.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kopeck.billing.domain.PriceImport.Row;
import dev.kopeck.contracts.money.ContextTier;
import dev.kopeck.contracts.money.Nanos;
import dev.kopeck.contracts.money.PriceTerms;
import dev.kopeck.contracts.money.Rates;
import dev.kopeck.contracts.money.TokenKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PriceImportTest {

    private static final String MODEL = "m";

    @ParameterizedTest
    @CsvSource({
        "2.50, 2.50, ''",
        "2.50, 5.00, ''",
        "2.50, 24.99, ''",
        "2.50, 25.00, JUMP",
        "2.50, 0.250000001, ''",
        "2.50, 0.25, JUMP",
        "2.50, 0, FREE JUMP",
        "0, 2.50, JUMP",
        "2.50, 0.0000025, JUMP UNIT",
        "2.50, 2500000, JUMP UNIT",
        "2.50, 250000, JUMP UNIT",
        "0.000000001, 9223372036, JUMP UNIT"
    })
    void jumpOfTenTimesOrMoreIsSuspicious(String before, String after, String suspicions) {
        // When
        var row = imported(Map.of(MODEL, PriceTerms.flat(7, flat(before))), tariff(flat(after)))
                .rows()
                .getFirst();
        // Then
        assertThat(row.suspicions().stream().map(Enum::name).sorted()).containsExactly(words(suspicions));
    }

    @ParameterizedTest
    @CsvSource({"2.50, ''", "0.0005, ''", "0.000499999, UNIT", "5000, ''", "5000.000000001, UNIT", "0, FREE"})
    void newModelIsSuspiciousWhereNoModelCostsThat(String rate, String suspicion) {
        // When
        var row = imported(Map.of(), tariff(flat(rate))).rows().getFirst();
        // Then
        assertThat(row).isInstanceOf(Row.New.class);
        assertThat(row.suspicions().stream().map(Enum::name)).containsExactly(words(suspicion));
    }

    @Test
    void modelWithAFreePartIsNotFree() {
        var row = imported(Map.of(), tariff(new Rates(0, 0, 0, nanos("2.00"), nanos("2.00"))))
                .rows()
                .getFirst();
        assertThat(row.suspicions()).isEmpty();
    }

    @Test
    void changeTellsEachRateBeforeAndAfterWithTheirRatio() {
        // Given
        var old = PriceTerms.flat(7, new Rates(nanos("3.00"), nanos("0.30"), nanos("3.75"), nanos("15"), nanos("15")));
        var fresh = tariff(new Rates(nanos("3.00"), nanos("0.10"), nanos("3.75"), nanos("20"), nanos("15")));
        // When
        var row = (Row.Changed) imported(Map.of(MODEL, old), fresh).rows().getFirst();
        // Then
        assertThat(row.replaces()).isEqualTo(7);
        assertThat(row.changes())
                .containsExactly(
                        new RateChange(TokenKind.CACHED_INPUT, 0, nanos("0.30"), nanos("0.10")),
                        new RateChange(TokenKind.OUTPUT, 0, nanos("15"), nanos("20")));
        assertThat(row.changes().getFirst().ratio().orElseThrow()).isEqualByComparingTo("0.3333");
    }

    @Test
    void peers27_tierIsComparedWithWhatSuchPromptsPaidBefore() {
        // Given
        var old = PriceTerms.flat(7, flat("1.00"));
        var fresh = new PriceTariff(MODEL, flat("1.00"), List.of(new ContextTier(200_000, flat("12.00"))));
        // When
        var row = (Row.Changed) imported(Map.of(MODEL, old), fresh).rows().getFirst();
        // Then
        assertThat(row.changes())
                .allSatisfy(change -> assertThat(change.aboveInputTokens()).isEqualTo(200_000))
                .hasSize(5);
        assertThat(row.suspicions()).containsExactly(Suspicion.JUMP);
    }

    @Test
    void peers27_listThatForgetsTheDearTierIsAChangeForLongPrompts() {
        // Given
        var old = new PriceTerms(7, flat("1.00"), List.of(new ContextTier(200_000, flat("12.00"))));
        // When
        var row = imported(Map.of(MODEL, old), tariff(flat("1.00"))).rows().getFirst();
        // Then
        assertThat(row.suspicions()).containsExactly(Suspicion.JUMP);
    }

    @Test
    void tierThatRepeatsWhatHoldsAnywayChangesNothing() {
        // Given
        var old = PriceTerms.flat(7, flat("1.00"));
        var fresh = new PriceTariff(MODEL, flat("1.00"), List.of(new ContextTier(200_000, flat("1.00"))));
        // When
        var found = imported(Map.of(MODEL, old), fresh);
        // Then
        assertThat(found.rows().getFirst()).isInstanceOf(Row.Unchanged.class);
        assertThat(found.tariffs()).isEmpty();
    }

    @Test
    void confirmationIsPerModel() {
        // Given
        var inEffect = new HashMap<String, PriceTerms>();
        var rows = new ArrayList<ListedTariff>();
        for (var model : List.of("a", "b", "c")) {
            inEffect.put(model, PriceTerms.flat(7, flat("1.00")));
            rows.add(new ListedTariff(rows.size() + 2, new PriceTariff(model, flat("100"), List.of())));
        }
        // When
        var found = PriceImport.of(new PriceSheet(rows, List.of(), List.of()), inEffect);
        // Then
        assertThat(found.unconfirmed(Set.of("a", "c")).stream()
                        .map(row -> row.listed().model()))
                .containsExactly("b");
        assertThat(found.unconfirmed(Set.of("a", "b", "c"))).isEmpty();
        assertThat(found.looksLikeAnotherUnit()).isFalse();
    }

    @Test
    void peers47_listInAnotherUnitIsRecognisedAsAWhole() {
        // Given
        var inEffect = new HashMap<String, PriceTerms>();
        var rows = new ArrayList<ListedTariff>();
        IntStream.range(0, 6).forEach(i -> {
            inEffect.put("m" + i, PriceTerms.flat(i, flat("2.50")));
            rows.add(new ListedTariff(i + 2, new PriceTariff("m" + i, flat(i < 3 ? "0.000003" : "3.00"), List.of())));
        });
        // When
        var found = PriceImport.of(new PriceSheet(rows, List.of(), List.of()), inEffect);
        // Then
        assertThat(found.looksLikeAnotherUnit()).isTrue();
        assertThat(found.unconfirmed(Set.of())).hasSize(3);
    }

    @Test
    void sheetCanBeNarrowedToModelsAndMissesNone() {
        // Given
        var sheet = new PriceSheet(
                List.of(
                        new ListedTariff(2, new PriceTariff("a", flat("1"), List.of())),
                        new ListedTariff(3, new PriceTariff("b", flat("1"), List.of()))),
                List.of(new PriceSheet.Note(4, Optional.of("broken"), "input must not be negative")),
                List.of(new PriceSheet.Note(5, Optional.of("image"), "is not for text: image_generation")));
        // When
        var narrowed = sheet.only(Set.of("a", "image", "misspelled"));
        // Then
        assertThat(narrowed.tariffs().stream().map(ListedTariff::model)).containsExactly("a");
        assertThat(narrowed.invalid())
                .containsExactly(
                        new PriceSheet.Note(0, Optional.of("image"), "is not for text: image_generation"),
                        new PriceSheet.Note(0, Optional.of("misspelled"), "is not in the list"));
        assertThat(sheet.only(Set.of())).isEqualTo(sheet);
        assertThat(sheet.only(Set.of("broken")).invalid()).hasSize(1);
    }

    private static PriceImport imported(Map<String, PriceTerms> inEffect, PriceTariff tariff) {
        return PriceImport.of(new PriceSheet(List.of(new ListedTariff(2, tariff)), List.of(), List.of()), inEffect);
    }

    private static PriceTariff tariff(Rates rates) {
        return new PriceTariff(MODEL, rates, List.of());
    }

    private static Rates flat(String rate) {
        long nanos = nanos(rate);
        return new Rates(nanos, nanos, nanos, nanos, nanos);
    }

    private static long nanos(String decimal) {
        return Nanos.parse(decimal).value();
    }

    private static String[] words(String text) {
        return text.isEmpty() ? new String[0] : text.split(" ", -1);
    }
}
