package dev.kopeck.billing.adapter.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kopeck.billing.adapter.postgres.BooksOracle.Post;
import dev.kopeck.billing.adapter.postgres.BooksOracle.Posted;
import dev.kopeck.billing.adapter.postgres.BooksOracle.Reserve;
import dev.kopeck.billing.adapter.postgres.BooksOracle.Reserved;
import dev.kopeck.billing.adapter.postgres.BooksOracle.Settle;
import dev.kopeck.billing.adapter.postgres.BooksOracle.Settled;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Thousands of random requests, skewed to what hurts: few accounts, few ids used over and over, amounts at the very
 * edge of what is there. Every answer of the SQL is compared with the oracle's, then the books themselves.
 * {@code -Dkopeck.seed=…} plays one history again.
 */
class BooksHistoryIT {

    private static final Logger LOG = Logger.getLogger(BooksHistoryIT.class);
    private static final int STEPS = 2500;
    /** A history that has not met every refusal by then is not skewed enough. */
    private static final int STEPS_MAX = 20_000;

    private static final Set<Integer> REFUSALS = Set.of(3, 4, 5, 6, 12, 13, 14, 15, 16, 17);
    private static final int BATCH_MAX = 6;
    private static final long[] ACCOUNTS = {2001, 2002, 2003, 2004, 2999};
    private static final long NOBODY = 2999;
    private static final long LIMITED = 2003;
    private static final long KEYED = 2002;
    /** Barred in a way that changes all the time. */
    private static final long BARRED = 2004;

    /** Whose scoped credit: some overlap, one is parked now and then. */
    private static final Map<Long, Long> OWNERS =
            Map.of(2101L, 2001L, 2102L, 2001L, 2103L, KEYED, 2104L, LIMITED, 2105L, BARRED);

    private static final Map<Long, String[]> MODELS = Map.of(
            2101L, new String[] {"model-1", "model-2"},
            2102L, new String[] {"model-1"},
            2103L, new String[] {"model-2"},
            2104L, new String[] {"model-1"},
            2105L, new String[] {"model-1", "model-2"});

    private static final UUID KEY = new UUID(7L << 12, Long.MIN_VALUE | 1);
    private static final UUID NARROW_KEY = new UUID(7L << 12, Long.MIN_VALUE | 2);
    private static final UUID REVOKED_KEY = new UUID(7L << 12, Long.MIN_VALUE | 3);
    private static final UUID UNKNOWN_KEY = new UUID(7L << 12, Long.MIN_VALUE | 4);
    private static final UUID[] KEYS = {KEY, NARROW_KEY, REVOKED_KEY, UNKNOWN_KEY};
    private static final int CONDENSED_IDS = 40;

    private final long seed = Long.getLong("kopeck.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final BooksOracle oracle = new BooksOracle();
    private int generation;

    @Test
    void everyAnswerIsTheOracles() {
        LOG.infof("Random history seed=%d", seed);
        try (var books = new Books(2)) {
            // Given
            open(books);
            for (int step = 0; step < STEPS || (step < STEPS_MAX && !hasMetEverything()); step++) {
                // When
                generation = step / 100;
                if (step % 100 == 0) {
                    turnOver(books);
                }
                step(books, "seed %d, step %d".formatted(seed, step));
                // Then
                if (step % 100 == 99) {
                    assertSame(books, "seed %d, step %d".formatted(seed, step));
                }
            }
            assertThat(oracle.ledger.values().stream()
                            .map(BooksOracle.Entry::kind)
                            .distinct())
                    .as("kinds of entries that the history reached")
                    .contains(1, 2, 3, 4, 6, 9);
            assertThat(oracle.ledger.values().stream()
                            .filter(entry -> OWNERS.containsKey(entry.account()))
                            .map(BooksOracle.Entry::kind)
                            .distinct())
                    .as("kinds of entries of scoped credit that the history reached")
                    .contains(1, 2, 3, 4, 6, 9);
            assertThat(refusals()).as("refusals that the history reached").containsAll(REFUSALS);
            assertThat(oracle.notices).as("notices of a low balance").isPositive();
        }
    }

    private boolean hasMetEverything() {
        return refusals().containsAll(REFUSALS) && oracle.notices > 0;
    }

    private Set<Integer> refusals() {
        return oracle.refusals.values().stream()
                .map(BooksOracle.Refusal::reason)
                .collect(Collectors.toSet());
    }

    private void open(Books books) {
        books.setPrices();
        for (long account : ACCOUNTS) {
            if (account != NOBODY) {
                books.open(account, 0);
                oracle.customers.put(account, new BooksOracle.Customer());
            }
        }
        books.call("UPDATE account SET low_balance = 5 WHERE kind = 1");
        oracle.customers.values().forEach(customer -> customer.low = 5L);
        OWNERS.forEach((scope, owner) -> openScope(books, scope, owner));
        books.call("INSERT INTO spend_limit (account_id, zone, monthly) VALUES ($1, $2, 0)", Tuple.of(LIMITED, zone()));
        openKey(books, KEY, null);
        openKey(books, NARROW_KEY, "model-1");
        openKey(books, REVOKED_KEY, null);
        books.call("UPDATE api_key SET revoked_at = created_at WHERE id = $1", Tuple.of(REVOKED_KEY));
        Objects.requireNonNull(oracle.keys.get(REVOKED_KEY)).revoked = true;
    }

    private void openScope(Books books, long scope, long owner) {
        var models = Objects.requireNonNull(MODELS.get(scope));
        books.call("INSERT INTO account (id, owner) VALUES ($1, $2)", Tuple.of(scope, owner));
        books.call(
                "INSERT INTO scoped_credit (account_id, owner, models) VALUES ($1, $2, $3)",
                Tuple.of(scope, owner, models));
        var customer = new BooksOracle.Customer();
        customer.owner = owner;
        customer.models = Set.of(models);
        oracle.customers.put(scope, customer);
    }

    private void openKey(Books books, UUID key, @Nullable String model) {
        books.call(
                "INSERT INTO api_key (id, account_id, name, prefix, hash, models) VALUES ($1, $2, 'k', 'k', $3, $4)",
                Tuple.of(key, KEYED, Buffer.buffer(key.toString()), model == null ? null : new String[] {model}));
        oracle.keys.put(key, new BooksOracle.Key(KEYED, model));
    }

    /** A zone in which no month ends while this runs. */
    private static String zone() {
        var soon = OffsetDateTime.now(ZoneOffset.UTC).plusHours(1);
        return soon.getMonth() == OffsetDateTime.now(ZoneOffset.UTC).getMonth() ? "UTC" : "Etc/GMT+6";
    }

    /** New limits a little above what is spent, and another reason to bar the account that is barred. */
    private void turnOver(Books books) {
        var limited = Objects.requireNonNull(oracle.customers.get(LIMITED));
        limited.limit = limited.spent + random.nextInt(60);
        books.call("UPDATE spend_limit SET monthly = $1, month_from = NULL", Tuple.of(limited.limit));
        // Money for the account whose key has a limit, so that it is the limit that does not reach.
        var money = new Post(new UUID(7L << 12 | (0x800L + generation), Long.MIN_VALUE | 0x71), 4, KEYED, 40);
        books.call(Books.POST, Books.posting(money.id(), money.kind(), KEYED, money.amount(), 2));
        oracle.post(List.of(money));
        var key = Objects.requireNonNull(oracle.keys.get(KEY));
        key.limit = random.nextInt(4) == 0 ? null : key.spent + key.held + random.nextInt(12);
        books.call("UPDATE api_key SET spend_limit = $1 WHERE id = $2", Tuple.of(key.limit, KEY));
        var scope = Objects.requireNonNull(oracle.customers.get(2102L));
        scope.parked = generation % 3 == 0;
        books.call("UPDATE account SET parked = $1 WHERE id = 2102", Tuple.of(scope.parked));
        var barred = Objects.requireNonNull(oracle.customers.get(BARRED));
        barred.frozen = generation % 4 == 0;
        barred.closed = generation % 4 == 1;
        barred.parked = generation % 4 == 2;
        books.call(
                "UPDATE account SET frozen = $1, closed = $2, parked = $3 WHERE id = $4",
                Tuple.of(barred.frozen, barred.closed, barred.parked, BARRED));
    }

    private void step(Books books, String where) {
        switch (random.nextInt(10)) {
            case 0, 1, 2, 3 -> reserve(books, where);
            case 4, 5, 6, 7 -> settle(books, where);
            case 8 -> post(books, where);
            default ->
                assertThat(books.call(Books.EXPIRE, Tuple.of(1000)).size())
                        .as(where)
                        .isEqualTo(oracle.expire());
        }
    }

    private void reserve(Books books, String where) {
        boolean due = random.nextInt(3) == 0;
        var batch = batch(this::reservation);
        var parameters = Tuple.tuple()
                .addArrayOfUUID(column(batch, Reserve::id, UUID[]::new))
                .addArrayOfLong(column(batch, Reserve::account, Long[]::new))
                .addArrayOfLong(column(batch, Reserve::amount, Long[]::new))
                .addArrayOfLong(column(batch, Reserve::floor, Long[]::new))
                .addArrayOfInteger(column(batch, Reserve::price, Integer[]::new))
                .addArrayOfLong(column(batch, Reserve::fingerprint, Long[]::new))
                .addArrayOfShort(column(batch, request -> (short) request.refuse(), Short[]::new))
                .addArrayOfShort(column(batch, request -> (short) 1, Short[]::new))
                .addArrayOfString(column(batch, request -> "telegram:1", String[]::new))
                .addArrayOfUUID(batch.stream().<@Nullable UUID>map(Reserve::key).toArray(UUID[]::new))
                .addArrayOfString(column(batch, Reserve::model, String[]::new))
                .addLong(due ? -1000L : 3_600_000L);
        var answers = ordered(
                batch.size(),
                books.call(Books.RESERVE, parameters),
                row -> new Reserved(
                        row.getShort("o_status"),
                        row.getLong("o_held"),
                        row.getLong("o_needed"),
                        row.getLong("o_available"),
                        row.getLong("o_account")));
        assertThat(answers).as("%s reserve %s", where, batch).isEqualTo(oracle.reserve(batch, due));
    }

    private Reserve reservation() {
        long account = account();
        long amount = amount(available(purse(account)));
        long floor = random.nextInt(3) == 0 ? amount : Math.min(amount, amount(available(purse(account))));
        int refuse = random.nextInt(12) == 0 ? 6 : 0;
        int price = 1 + random.nextInt(2);
        boolean ofKey = (account == KEYED && random.nextInt(3) > 0) || random.nextInt(40) == 0;
        var key = ofKey ? KEYS[random.nextInt(KEYS.length)] : null;
        return new Reserve(
                id(), account, amount, floor, price, random.nextInt(8) == 0 ? 7 : 5, refuse, key, "model-" + price);
    }

    private void settle(Books books, String where) {
        var batch = batch(this::settlement);
        var parameters = Tuple.tuple()
                .addArrayOfUUID(column(batch, Settle::id, UUID[]::new))
                .addArrayOfLong(column(batch, Settle::account, Long[]::new))
                .addArrayOfShort(column(batch, request -> (short) request.kind(), Short[]::new))
                .addArrayOfLong(column(batch, Settle::amount, Long[]::new))
                .addArrayOfInteger(column(batch, Settle::price, Integer[]::new))
                .addArrayOfUUID(column(batch, Settle::late, UUID[]::new))
                .addArrayOfInteger(IntStream.range(0, 5 * batch.size()).boxed().toArray(Integer[]::new))
                .addArrayOfBoolean(column(batch, request -> false, Boolean[]::new));
        var answers = ordered(
                batch.size(),
                books.call(Books.SETTLE, parameters),
                row -> new Settled(
                        row.getShort("o_status"),
                        row.getShort("o_kind"),
                        row.getLong("o_charged"),
                        row.getLong("o_released"),
                        row.getLong("o_uncollected"),
                        row.getLong("o_balance") == null ? 0 : row.getLong("o_balance")));
        assertThat(answers).as("%s settle %s", where, batch).isEqualTo(oracle.settle(batch));
    }

    /** Mostly of a hold that is open, at its own account and price. */
    private Settle settlement() {
        var id = id();
        var hold = oracle.holds.get(id);
        var entry = oracle.ledger.get(id);
        boolean right = random.nextInt(10) > 0;
        long account = hold != null && right
                ? oracle.named(hold.account())
                : entry != null && right ? oracle.named(entry.account()) : account();
        int price = hold != null && right
                ? hold.price()
                : entry != null && entry.price() != null && right ? entry.price() : 1 + random.nextInt(2);
        boolean charge = random.nextInt(3) > 0;
        long amount = charge ? amount(hold == null ? available(account) : hold.amount()) : 0;
        var late = new UUID(id.getMostSignificantBits(), id.getLeastSignificantBits() ^ 0xFF);
        return new Settle(id, account, charge ? BooksOracle.CHARGE : BooksOracle.RELEASE, amount, price, late);
    }

    private void post(Books books, String where) {
        var batch = batch(this::posting);
        var parameters = Tuple.tuple()
                .addArrayOfUUID(column(batch, Post::id, UUID[]::new))
                .addArrayOfShort(column(batch, request -> (short) request.kind(), Short[]::new))
                .addArrayOfLong(column(batch, Post::account, Long[]::new))
                .addArrayOfLong(column(batch, Post::amount, Long[]::new))
                .addArrayOfLong(column(batch, request -> request.kind() == 4 ? 2L : 4L, Long[]::new))
                .addArrayOfString(column(batch, request -> "r", String[]::new));
        var answers = ordered(
                batch.size(),
                books.call(Books.POST, parameters),
                row -> new Posted(
                        row.getShort("o_status"), row.getLong("o_balance") == null ? 0 : row.getLong("o_balance")));
        assertThat(answers).as("%s post %s", where, batch).isEqualTo(oracle.post(batch));
    }

    private Post posting() {
        long account = purse(account());
        boolean topUp = random.nextBoolean();
        long amount = 1L + random.nextInt(50);
        long debit = -Math.max(1, amount(available(account)));
        // Ids of their own: a prompt never has the id of a top-up.
        var id = new UUID(7L << 12 | (generation * 4L + random.nextInt(4)), Long.MIN_VALUE | 0x70);
        return new Post(id, topUp ? 4 : 6, account, topUp ? amount : debit);
    }

    private void assertSame(Books books, String where) {
        assertThat(books.violations())
                .as(where)
                .allSatisfy((rule, count) -> assertThat(count).as(rule).isZero());
        for (var row : books.call("SELECT id, posted, held, seq, spent FROM account WHERE kind = 1")) {
            var customer = Objects.requireNonNull(oracle.customers.get(row.getLong("id")));
            assertThat(List.of(row.getLong("posted"), row.getLong("held"), row.getLong("seq"), row.getLong("spent")))
                    .as("%s account %d: posted, held, seq, spent", where, row.getLong("id"))
                    .isEqualTo(List.of(customer.posted, customer.held, customer.seq, customer.spent));
        }
        for (var row : books.call("SELECT id, spent, held FROM api_key")) {
            var key = Objects.requireNonNull(oracle.keys.get(row.getUUID("id")));
            assertThat(List.of(row.getLong("spent"), row.getLong("held")))
                    .as("%s key %s: spent, held", where, row.getUUID("id"))
                    .isEqualTo(List.of(key.spent, key.held));
        }
        assertThat(books.number("SELECT count(*) FROM notice")).as(where).isEqualTo(oracle.notices);
        assertThat(books.number("SELECT count(*) FROM ledger")).as(where).isEqualTo(oracle.ledger.size());
        assertThat(books.number("SELECT count(*) FROM hold")).as(where).isEqualTo(oracle.holds.size());
        assertThat(books.number("SELECT count(*) FROM reject")).as(where).isEqualTo(oracle.refusals.size());
        assertThat(books.number("SELECT coalesce(sum(amount), 0)::bigint FROM uncollected"))
                .as(where)
                .isEqualTo(oracle.ledger.values().stream()
                        .mapToLong(BooksOracle.Entry::lost)
                        .sum());
    }

    private <T> List<T> batch(Supplier<T> request) {
        return IntStream.range(0, 1 + random.nextInt(BATCH_MAX))
                .mapToObj(i -> request.get())
                .toList();
    }

    /** From a small pool that moves on slowly, so that ids come again while open, after their end, and never before. */
    private UUID id() {
        long number = generation * 20L + random.nextInt(CONDENSED_IDS);
        return new UUID(7L << 12 | number, Long.MIN_VALUE);
    }

    private long account() {
        return ACCOUNTS[random.nextInt(20) == 0 ? ACCOUNTS.length - 1 : random.nextInt(ACCOUNTS.length - 1)];
    }

    /** Of this account: its own money, or one of its scoped credits. */
    private long purse(long account) {
        var purses = LongStream.concat(
                        LongStream.of(account),
                        OWNERS.entrySet().stream()
                                .filter(scope -> scope.getValue() == account)
                                .mapToLong(Map.Entry::getKey)
                                .sorted())
                .toArray();
        return purses[random.nextInt(purses.length)];
    }

    private long available(long account) {
        var customer = oracle.customers.get(account);
        return customer == null ? 10 : customer.posted - customer.held;
    }

    /** Nothing, one, all, one more than all, or something in between. */
    private long amount(long edge) {
        return switch (random.nextInt(6)) {
            case 0 -> 0;
            case 1 -> 1;
            case 2 -> edge;
            case 3 -> edge + 1;
            default -> random.nextInt(60);
        };
    }

    private static <T, C> C[] column(List<T> batch, Function<T, C> field, IntFunction<C[]> array) {
        return batch.stream().map(field).toArray(array);
    }

    private static <R> List<@Nullable R> ordered(int size, List<Row> rows, Function<Row, R> reading) {
        var answers = new Object[size];
        rows.forEach(row -> answers[row.getInteger("o_ord") - 1] = reading.apply(row));
        @SuppressWarnings("unchecked") // filled just above
        var typed = (List<@Nullable R>) Arrays.asList(answers);
        return typed;
    }
}
