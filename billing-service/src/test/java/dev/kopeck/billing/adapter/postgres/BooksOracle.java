package dev.kopeck.billing.adapter.postgres;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The rules of the books in plain Java, one request after the other, without locks, arrays or SQL: what the functions
 * must answer. Null answers stand for requests that are left unanswered because their id came before in the batch.
 */
final class BooksOracle {

    static final int CHARGE = 1;
    static final int RELEASE = 2;
    static final int EXPIRY = 3;
    static final int LATE = 9;

    final Map<Long, Customer> customers = new HashMap<>();
    final Map<UUID, Hold> holds = new HashMap<>();
    final Map<UUID, Entry> ledger = new HashMap<>();
    final Map<UUID, Refusal> refusals = new HashMap<>();
    final Map<UUID, Key> keys = new HashMap<>();
    long notices;

    /** @see #reserve */
    static final class Customer {
        long posted;
        long held;
        long seq;
        long spent;
        boolean frozen;
        boolean closed;
        boolean parked;

        /** Whose scoped credit it is; null: a customer's own money. */
        @Nullable Long owner;

        Set<String> models = Set.of();

        @Nullable Long low;
        /** What may be spent in all, where there is a limit: the period of these histories never ends. */
        @Nullable Long limit;
    }

    /** A key that may use one model only, or all (null). */
    static final class Key {
        final long account;
        final @Nullable String model;
        boolean revoked;

        @Nullable Long limit;

        long spent;
        long held;

        Key(long account, @Nullable String model) {
            this.account = account;
            this.model = model;
        }
    }

    record Hold(
            long account,
            long amount,
            int price,
            long fingerprint,
            boolean due,
            @Nullable UUID key) {}

    record Entry(
            int kind,
            long account,
            long amount,
            long held,
            @Nullable Integer price,
            @Nullable Long fingerprint,
            long balance,
            long lost,
            long seq,
            @Nullable UUID key) {}

    record Refusal(int reason, long needed, long available, long fingerprint) {}

    record Reserve(
            UUID id,
            long account,
            long amount,
            long floor,
            int price,
            long fingerprint,
            int refuse,
            @Nullable UUID key,
            String model) {}

    record Reserved(int status, long held, long needed, long available, long account) {}

    record Settle(UUID id, long account, int kind, long amount, int price, UUID late) {}

    record Settled(int status, int kind, long charged, long released, long lost, long balance) {}

    record Post(UUID id, int kind, long account, long amount) {}

    record Posted(int status, long balance) {}

    List<@Nullable Reserved> reserve(List<Reserve> batch, boolean due) {
        var seen = new HashSet<UUID>();
        var answers = new ArrayList<@Nullable Reserved>();
        for (var request : batch) {
            answers.add(seen.add(request.id()) ? reserve(request, due) : null);
        }
        return answers;
    }

    private Reserved reserve(Reserve request, boolean due) {
        var hold = holds.get(request.id());
        if (hold != null) {
            return hold.fingerprint() == request.fingerprint()
                    ? new Reserved(1, hold.amount(), 0, 0, named(hold.account()))
                    : new Reserved(9, hold.amount(), 0, 0, named(hold.account()));
        }
        var entry = ledger.get(request.id());
        if (entry != null) {
            boolean same = entry.fingerprint() != null && entry.fingerprint() == request.fingerprint();
            return new Reserved(same ? 2 : 9, 0, 0, 0, request.account());
        }
        var refusal = refusals.get(request.id());
        if (refusal != null) {
            boolean same = refusal.fingerprint() == request.fingerprint();
            return new Reserved(
                    same ? refusal.reason() : 9, 0, refusal.needed(), refusal.available(), request.account());
        }
        var customer = customers.get(request.account());
        if (request.refuse() != 0) {
            return refuse(request, request.refuse(), 0, 0);
        }
        if (customer == null) {
            return refuse(request, 4, 0, 0);
        }
        var key = request.key() == null ? null : keys.get(request.key());
        int barred = barred(request, customer, key);
        if (barred != 0) {
            return refuse(request, barred, 0, 0);
        }
        long keyLimit = key == null || key.limit == null ? Long.MAX_VALUE : key.limit - key.spent - key.held;
        long payerId = payer(request, customer, Math.min(request.amount(), keyLimit));
        var payer = Objects.requireNonNull(customers.get(payerId));
        long available = free(payer);
        long limit = limit(payer);
        if (request.floor() > 0) {
            if (available < request.floor()) {
                return refuse(request, 3, request.floor(), available);
            }
            if (limit < request.floor()) {
                return refuse(request, 14, request.floor(), Math.max(limit, 0));
            }
            if (keyLimit < request.floor()) {
                return refuse(request, 15, request.floor(), Math.max(keyLimit, 0));
            }
        }
        long amount = Math.max(Math.min(Math.min(request.amount(), available), Math.min(limit, keyLimit)), 0);
        payer.held += amount;
        if (key != null) {
            key.held += amount;
        }
        holds.put(request.id(), new Hold(payerId, amount, request.price(), request.fingerprint(), due, request.key()));
        return new Reserved(0, amount, 0, 0, request.account());
    }

    /** Scoped credit that covers what is wanted, the narrowest and then the oldest; own money that does; or what has most. */
    private long payer(Reserve request, Customer customer, long wanted) {
        var scopes = customers.entrySet().stream()
                .filter(scope -> Objects.equals(scope.getValue().owner, request.account()))
                .filter(scope -> scope.getValue().models.contains(request.model()))
                .filter(scope -> !scope.getValue().parked && free(scope.getValue()) > 0)
                .sorted(Comparator.comparingInt((Map.Entry<Long, Customer> scope) ->
                                scope.getValue().models.size())
                        .thenComparing(Map.Entry::getKey))
                .toList();
        if (request.amount() == 0 || scopes.isEmpty()) {
            return request.account();
        }
        for (var scope : scopes) {
            if (free(scope.getValue()) >= wanted) {
                return scope.getKey();
            }
        }
        long own = Math.min(free(customer), limit(customer));
        var most = scopes.stream()
                .max(Comparator.comparingLong(scope -> free(scope.getValue())))
                .orElseThrow();
        return own < wanted && free(most.getValue()) >= own ? most.getKey() : request.account();
    }

    private static long free(Customer customer) {
        return customer.posted - customer.held;
    }

    private static long limit(Customer customer) {
        return customer.limit == null ? Long.MAX_VALUE : customer.limit - customer.spent - customer.held;
    }

    /** The account that the outside knows: the customer's. */
    long named(long account) {
        var owner = Objects.requireNonNull(customers.get(account)).owner;
        return owner == null ? account : owner;
    }

    /** The balance that the outside is told: the customer's own. */
    private long told(long account) {
        return Objects.requireNonNull(customers.get(named(account))).posted;
    }

    /** The reason for which the account or the key may not reserve at all; 0 where they may. */
    private static int barred(Reserve request, Customer customer, @Nullable Key key) {
        if (customer.closed) {
            return 12;
        }
        if (customer.frozen) {
            return 5;
        }
        if (customer.parked) {
            return 13;
        }
        if (request.key() == null) {
            return 0;
        }
        if (key == null || key.account != request.account() || key.revoked) {
            return 16;
        }
        return key.model != null && !key.model.equals(request.model()) ? 17 : 0;
    }

    /** Money leaves the account for a prompt. */
    private void charge(Customer customer, long amount, @Nullable UUID keyId) {
        if (customer.low != null && customer.posted >= customer.low && customer.posted - amount < customer.low) {
            notices++;
        }
        customer.posted -= amount;
        customer.spent += amount;
        customer.seq++;
        var key = keyId == null ? null : keys.get(keyId);
        if (key != null) {
            key.spent += amount;
        }
    }

    private void unhold(Customer customer, Hold hold) {
        customer.held -= hold.amount();
        var key = hold.key() == null ? null : keys.get(hold.key());
        if (key != null) {
            key.held -= hold.amount();
        }
    }

    private Reserved refuse(Reserve request, int reason, long needed, long available) {
        refusals.put(request.id(), new Refusal(reason, needed, available, request.fingerprint()));
        return new Reserved(reason, 0, needed, available, request.account());
    }

    /** Own money first, then scoped credit: the order of locks, which balances that are told depend on. */
    List<@Nullable Settled> settle(List<Settle> batch) {
        var seen = new HashSet<UUID>();
        var answers = new HashMap<Integer, Settled>();
        var asked = IntStream.range(0, batch.size())
                .filter(place -> seen.add(batch.get(place).id()))
                .boxed()
                .sorted(Comparator.comparing(place -> isScoped(batch.get(place))))
                .toList();
        asked.forEach(place -> answers.put(place, settle(batch.get(place))));
        return IntStream.range(0, batch.size())
                .<@Nullable Settled>mapToObj(answers::get)
                .toList();
    }

    private boolean isScoped(Settle request) {
        var holder = holder(request.id());
        return holder != null && holder != request.account() && named(holder) == request.account();
    }

    private @Nullable Long holder(UUID id) {
        var hold = holds.get(id);
        var entry = ledger.get(id);
        return hold != null ? Long.valueOf(hold.account()) : entry != null ? Long.valueOf(entry.account()) : null;
    }

    private Settled settle(Settle request) {
        if (!customers.containsKey(request.account())) {
            return new Settled(8, request.kind(), 0, 0, 0, 0);
        }
        var holder = holder(request.id());
        long account = holder != null && named(holder) == request.account() ? holder : request.account();
        var customer = Objects.requireNonNull(customers.get(account));
        var hold = holds.get(request.id());
        var entry = ledger.get(request.id());
        if (hold == null && entry == null) {
            return new Settled(7, request.kind(), 0, 0, 0, told(account));
        }
        if (!Objects.equals(holder, account)) {
            return new Settled(10, request.kind(), 0, 0, 0, told(account));
        }
        Integer price = hold != null
                ? Integer.valueOf(hold.price())
                : Objects.requireNonNull(entry).price();
        if (price == null || price != request.price()) {
            return new Settled(11, request.kind(), 0, 0, 0, told(account));
        }
        if (hold != null) {
            return resolve(request, customer, hold);
        }
        boolean late =
                Objects.requireNonNull(entry).kind() == EXPIRY && request.kind() == CHARGE && request.amount() > 0;
        if (!late) {
            return recorded(entry);
        }
        var before = ledger.get(request.late());
        return before != null ? recorded(before) : chargeLate(request, customer, entry);
    }

    private Settled resolve(Settle request, Customer customer, Hold hold) {
        long charged = request.kind() == CHARGE ? Math.min(request.amount(), hold.amount()) : 0;
        long lost = request.kind() == CHARGE ? request.amount() - charged : 0;
        holds.remove(request.id());
        unhold(customer, hold);
        charge(customer, charged, hold.key());
        var entry = new Entry(
                request.kind(),
                hold.account(),
                charged,
                hold.amount(),
                hold.price(),
                hold.fingerprint(),
                told(hold.account()),
                lost,
                customer.seq,
                hold.key());
        ledger.put(request.id(), entry);
        return new Settled(0, request.kind(), charged, hold.amount() - charged, lost, told(hold.account()));
    }

    private Settled chargeLate(Settle request, Customer customer, Entry expired) {
        long charged = Math.min(request.amount(), Math.max(customer.posted - customer.held, 0));
        charge(customer, charged, expired.key());
        ledger.put(
                request.late(),
                new Entry(
                        LATE,
                        expired.account(),
                        charged,
                        0,
                        expired.price(),
                        expired.fingerprint(),
                        told(expired.account()),
                        request.amount() - charged,
                        customer.seq,
                        expired.key()));
        return new Settled(0, LATE, charged, 0, request.amount() - charged, told(expired.account()));
    }

    private static Settled recorded(Entry entry) {
        return new Settled(
                1,
                entry.kind(),
                entry.amount(),
                Math.max(entry.held() - entry.amount(), 0),
                entry.lost(),
                entry.balance());
    }

    /** Ends every hold that is due; how many there were. */
    int expire() {
        var due =
                holds.entrySet().stream().filter(hold -> hold.getValue().due()).toList();
        for (var ended : List.copyOf(due)) {
            var hold = ended.getValue();
            var customer = Objects.requireNonNull(customers.get(hold.account()));
            holds.remove(ended.getKey());
            unhold(customer, hold);
            customer.seq++;
            ledger.put(
                    ended.getKey(),
                    new Entry(
                            EXPIRY,
                            hold.account(),
                            0,
                            hold.amount(),
                            hold.price(),
                            hold.fingerprint(),
                            told(hold.account()),
                            0,
                            customer.seq,
                            hold.key()));
        }
        return due.size();
    }

    List<@Nullable Posted> post(List<Post> batch) {
        var seen = new HashSet<UUID>();
        var answers = new ArrayList<@Nullable Posted>();
        for (var request : batch) {
            answers.add(seen.add(request.id()) ? post(request) : null);
        }
        return answers;
    }

    private Posted post(Post request) {
        var entry = ledger.get(request.id());
        if (entry != null) {
            boolean same = entry.kind() == request.kind()
                    && entry.account() == request.account()
                    && entry.amount() == request.amount();
            return new Posted(same ? 1 : 9, entry.balance());
        }
        var customer = customers.get(request.account());
        if (customer == null) {
            return new Posted(4, 0);
        }
        if (customer.closed && request.amount() > 0) {
            return new Posted(4, customer.posted);
        }
        if (request.amount() < 0 && customer.posted - customer.held + request.amount() < 0) {
            return new Posted(3, customer.posted);
        }
        if (customer.low != null
                && customer.posted >= customer.low
                && customer.posted + request.amount() < customer.low) {
            notices++;
        }
        customer.posted += request.amount();
        customer.seq++;
        ledger.put(
                request.id(),
                new Entry(
                        request.kind(),
                        request.account(),
                        request.amount(),
                        0,
                        null,
                        null,
                        customer.posted,
                        0,
                        customer.seq,
                        null));
        return new Posted(0, customer.posted);
    }
}
