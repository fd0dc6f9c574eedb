package dev.kopeck.billing.adapter.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Versions that follow from listed ones: exact, made once, and as immutable as any. */
class DerivedPricesIT {

    private static final Logger LOG = Logger.getLogger(DerivedPricesIT.class);
    private static final String DERIVED = "SELECT * FROM derived_prices($1, $2)";
    private static final List<String> RATES = List.of("input", "cached_input", "cache_write", "output", "reasoning");
    private static final List<String> TIER_RATES = List.of("input", "cachedInput", "cacheWrite", "output", "reasoning");
    private static final long WHOLE = 100_000_000;

    private static Books books;

    @BeforeAll
    static void open() {
        books = new Books(16);
    }

    @AfterAll
    static void close() {
        books.close();
    }

    @Test
    void ratesAreTheBasesTimesTheFactorRoundedHalfUpOnce() {
        // Given
        long seed = Long.getLong("kopeck.seed", System.nanoTime());
        LOG.infof("Derived prices seed=%d", seed);
        var random = new Random(seed);
        for (int i = 0; i < 40; i++) {
            var base = IntStream.range(0, 10).mapToLong(rate -> rate(random)).toArray();
            long factor = switch (random.nextInt(4)) {
                case 0 -> random.nextInt(3);
                case 1 -> WHOLE / 2 * (1 + 2L * random.nextInt(2)); // halves
                default -> random.nextLong(2 * WHOLE);
            };
            int version = price("random-" + i, base);
            // When
            var row = derived(version, factor).getFirst();
            // Then
            for (int rate = 0; rate < RATES.size(); rate++) {
                assertThat(row.getLong(RATES.get(rate))).isEqualTo(times(base[rate], factor));
            }
            var tier = row.getJsonArray("tiers").getJsonObject(0);
            assertThat(tier.getLong("aboveInputTokens")).isEqualTo(1000);
            for (int rate = 0; rate < TIER_RATES.size(); rate++) {
                assertThat(tier.getLong(TIER_RATES.get(rate))).isEqualTo(times(base[5 + rate], factor));
            }
            assertThat(row.getString("model")).isEqualTo("random-" + i);
        }
    }

    @Test
    void manyInstancesAtOnceMakeEachVersionOnceAndWaitForNoCircle() {
        // Given
        var bases = IntStream.range(0, 20)
                .mapToObj(i -> price("raced-" + i, 1, 2, 3, 4, 5, 1, 2, 3, 4, 5))
                .toList();
        var barrier =
                books.start("DO 'BEGIN LOCK TABLE price IN SHARE MODE; PERFORM pg_sleep(0.5); END'", Tuple.tuple());
        // When
        var racing = IntStream.range(0, 32)
                .mapToObj(i -> {
                    var shuffled = new ArrayList<>(bases);
                    Collections.shuffle(shuffled, new Random(i));
                    return books.start(
                            DERIVED,
                            Tuple.tuple()
                                    .addArrayOfInteger(shuffled.toArray(Integer[]::new))
                                    .addArrayOfLong(Collections.nCopies(bases.size(), WHOLE / 2)
                                            .toArray(Long[]::new)));
                })
                .toList();
        // Then
        Books.result(barrier);
        var versions = racing.stream()
                .map(Books::result)
                .map(rows -> rows.stream()
                        .map(row -> row.getInteger("version"))
                        .sorted()
                        .toList())
                .distinct()
                .toList();
        assertThat(versions).hasSize(1);
        assertThat(versions.getFirst()).hasSize(bases.size());
        assertThat(books.number("SELECT count(*) FROM price WHERE model LIKE 'raced-%' AND factor = 50000000"))
                .isEqualTo(bases.size());
    }

    @Test
    void versionWhoseRatesDoNotFitIsLeftOutWhileTheOthersAreMade() {
        // Given
        int fits = price("fits", 1, 1, 1, 1, 1, 1, 1, 1, 1, 1);
        int dear = price("dear", 1, 1, 1, 1, Long.MAX_VALUE / 2 + 1, 1, 1, 1, 1, 1);
        int dearTier = price("dear-tier", 1, 1, 1, 1, 1, 1, 1, 1, Long.MAX_VALUE, 1);
        // When
        var rows = books.call(
                DERIVED,
                Tuple.tuple()
                        .addArrayOfInteger(new Integer[] {dear, fits, dearTier})
                        .addArrayOfLong(new Long[] {2 * WHOLE, 2 * WHOLE, 2 * WHOLE}));
        // Then
        assertThat(rows.stream().map(row -> row.getInteger("base_version"))).containsExactly(fits);
    }

    @Test
    void derivedVersionIsNeverListedNorABaseNorInEffectByItself() {
        // Given
        int base = price("listed", 10, 10, 10, 10, 10, 10, 10, 10, 10, 10);
        int derived = derived(base, WHOLE / 2).getFirst().getInteger("version");
        // When
        var ofDerived = derived(derived, WHOLE / 2);
        // Then
        assertThat(ofDerived).isEmpty();
        assertThat(books.number("SELECT count(*) FROM listed_price WHERE model = 'listed'"))
                .isOne();
        // What an instance of before this feature asks
        assertThat(books.number("SELECT version FROM price WHERE model = 'listed' AND effective_from <="
                        + " clock_timestamp() ORDER BY effective_from DESC, version DESC LIMIT 1"))
                .isEqualTo(base);
    }

    @Test
    void noVersionOfAnyKindCanBeChangedOrTakenAway() {
        // Given
        int base = price("fixed", 10, 10, 10, 10, 10, 10, 10, 10, 10, 10);
        int derived = derived(base, WHOLE / 2).getFirst().getInteger("version");
        books.call("INSERT INTO price_withdrawal (version) VALUES (" + base + ")");
        // Then
        for (var change : List.of(
                "UPDATE price SET input = 1 WHERE version = " + derived,
                "DELETE FROM price WHERE version = " + derived,
                "DELETE FROM price WHERE version = " + base,
                "DELETE FROM price_withdrawal WHERE version = " + base,
                "TRUNCATE price_withdrawal")) {
            assertRefused(change, "append-only");
        }
        assertRefused("TRUNCATE price CASCADE", "append-only");
    }

    @Test
    void databaseRefusesADerivedVersionThatCouldBeCurrentAndADoubledOne() {
        int base = price("guarded", 10, 10, 10, 10, 10, 10, 10, 10, 10, 10);
        var insert = "INSERT INTO price (model, input, cached_input, cache_write, output, reasoning, base_version,"
                + " factor, effective_from) VALUES ('guarded', 1, 1, 1, 1, 1, ";
        derived(base, 5);
        assertRefused(insert + base + ", 7, clock_timestamp())", "price_derived_never_current");
        assertRefused(insert + base + ", 5, 'infinity')", "price_derived_once");
        assertRefused(insert + base + ", NULL, 'infinity')", "price_derived_has_factor");
        assertRefused(insert + "NULL, NULL, 'infinity')", "price_derived_never_current");
    }

    @Test
    void everyWayToChangeAPriceIsCountedAndDerivingOneIsNot() {
        // Given
        int base = price("counted", 10, 10, 10, 10, 10, 10, 10, 10, 10, 10);
        books.call("INSERT INTO plan (name, markup_bp) VALUES ('counted', 100)");
        // Then
        assertCounted("prices", "INSERT INTO price_withdrawal (version) VALUES (" + base + ")");
        assertCounted("prices", "INSERT INTO model (id, active) VALUES ('counted', false)");
        assertCounted("prices", "UPDATE model SET active = true WHERE id = 'counted'");
        assertCounted("prices", "DELETE FROM model WHERE id = 'counted'");
        assertCounted("accounts", "INSERT INTO account_profile (account_id, plan) VALUES (5001, 'counted')");
        assertCounted("accounts", "UPDATE plan SET markup_bp = 200 WHERE name = 'counted'");
        assertCounted("accounts", "UPDATE account_profile SET discount_bp = 5 WHERE account_id = 5001");
        assertCounted("accounts", "DELETE FROM account_profile WHERE account_id = 5001");
        assertCounted("accounts", "DELETE FROM plan WHERE name = 'counted'");
        assertCounted(
                "prices",
                "INSERT INTO price (model, input, cached_input, cache_write, output, reasoning)"
                        + " VALUES ('counted', 1, 1, 1, 1, 1)");
        var before = epoch();
        derived(base, 77);
        books.call("INSERT INTO account_profile (account_id, name) VALUES (5002, 'no terms of its own')");
        books.call("UPDATE account_profile SET name = 'another name' WHERE account_id = 5002");
        assertThat(epoch()).isEqualTo(before);
    }

    private static void assertCounted(String column, String change) {
        long before = books.number("SELECT " + column + " FROM price_epoch");
        books.call(change);
        assertThat(books.number("SELECT " + column + " FROM price_epoch"))
                .as(change)
                .isEqualTo(before + 1);
    }

    private static String epoch() {
        var row = books.call("SELECT prices, accounts FROM price_epoch").getFirst();
        return row.getLong("prices") + "/" + row.getLong("accounts");
    }

    private static void assertRefused(String statement, String reason) {
        assertThat(books.start(statement, Tuple.tuple()))
                .as(statement)
                .failsWithin(Duration.ofSeconds(20))
                .withThrowableThat()
                .withMessageContaining(reason);
    }

    private static List<Row> derived(int base, long factor) {
        return books.call(
                DERIVED, Tuple.tuple().addArrayOfInteger(new Integer[] {base}).addArrayOfLong(new Long[] {factor}));
    }

    /** Five rates of the base, then five of a tier above a thousand tokens. */
    private static int price(String model, long... rates) {
        var tier = new JsonObject().put("aboveInputTokens", 1000);
        for (int i = 0; i < TIER_RATES.size(); i++) {
            tier.put(TIER_RATES.get(i), rates[5 + i]);
        }
        return books.call(
                        "INSERT INTO price (model, input, cached_input, cache_write, output, reasoning, tiers)"
                                + " VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING version",
                        Tuple.of(model, rates[0], rates[1], rates[2], rates[3], rates[4])
                                .addValue(new JsonArray().add(tier)))
                .getFirst()
                .getInteger("version");
    }

    private static long rate(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> random.nextInt(10);
            case 1 -> Long.MAX_VALUE / 2 - random.nextInt(10);
            default -> random.nextLong(1_000_000_000_000L);
        };
    }

    private static long times(long rate, long factor) {
        return BigDecimal.valueOf(rate)
                .multiply(BigDecimal.valueOf(factor))
                .divide(BigDecimal.valueOf(WHOLE), 0, RoundingMode.HALF_UP)
                .longValueExact();
    }
}
