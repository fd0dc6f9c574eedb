package dev.kopeck.billing.adapter.postgres;

import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The rules of money in and money back in plain Java. It burns lots eagerly, row by row, where the SQL walks the ledger
 * long after; both must come to the same. Times come from the answers of the SQL, all else is worked out here.
 */
final class PostingsOracle {

    static final int CHARGE = 1;
    static final int TOP_UP = 4;
    static final int REFUND = 5;
    static final int ADJUSTMENT = 6;
    static final int GRANT = 7;
    static final int BREAKAGE = 8;

    final Map<Long, Customer> customers = new HashMap<>();
    final Map<UUID, Row> ledger = new HashMap<>();
    final Map<String, UUID> references = new HashMap<>();
    final Map<String, Payment> payments = new HashMap<>();
    final Map<UUID, Lot> lots = new HashMap<>();
    final Map<String, Boolean> codes = new HashMap<>();
    private final Map<UUID, List<Burn>> burns = new HashMap<>();

    static final class Customer {
        final long id;
        long posted;
        long held;
        long credit;
        long seq;
        boolean closed;
        final Map<UUID, Long> holds = new HashMap<>();

        Customer(long id) {
            this.id = id;
        }
    }

    /** @param amount as the customer sees it */
    record Row(
            UUID id,
            int kind,
            long account,
            long amount,
            long balance,
            @Nullable UUID ref) {}

    record Payment(long account, long amount, String pack, UUID entry) {}

    static final class Lot {
        final UUID id;
        final long account;
        final long amount;
        final int priority;
        final @Nullable OffsetDateTime expires;

        @Nullable OffsetDateTime voided;

        long seq;
        long rest;
        long lost;

        Lot(UUID id, long account, long amount, int priority, @Nullable OffsetDateTime expires) {
            this.id = id;
            this.account = account;
            this.amount = amount;
            this.priority = priority;
            this.expires = expires;
            this.rest = amount;
        }

        boolean endedAt(OffsetDateTime time) {
            return (expires != null && !expires.isAfter(time)) || (voided != null && !voided.isAfter(time));
        }
    }

    private static final class Burn {
        final Lot lot;
        long amount;
        long restored;

        Burn(Lot lot) {
            this.lot = lot;
        }
    }

    private static final Comparator<Lot> ORDER = Comparator.<Lot>comparingInt(lot -> lot.priority)
            .thenComparing(lot -> lot.expires == null ? OffsetDateTime.MAX : lot.expires)
            .thenComparingLong(lot -> lot.seq);

    /** The status of a posting, and what would be its row; nothing is written yet. */
    int judge(UUID id, int kind, long account, long amount, @Nullable String reference, boolean strict) {
        var row = ledger.get(id);
        if (row != null) {
            return row.kind() == kind && row.account() == account && row.amount() == amount ? 1 : 9;
        }
        var holder = kind == TOP_UP && strict && reference != null ? references.get(reference) : null;
        if (holder != null) {
            var first = Objects.requireNonNull(ledger.get(holder));
            return first.account() == account && first.amount() == amount ? 1 : 10;
        }
        var customer = customers.get(account);
        if (customer == null) {
            return 4;
        }
        if (customer.closed && amount > 0) {
            return 6;
        }
        return amount < 0 && customer.posted - customer.held + customer.credit + amount < 0 ? 3 : 0;
    }

    void post(UUID id, int kind, long account, long amount, @Nullable String reference, OffsetDateTime at) {
        if (kind == TOP_UP && reference != null) {
            references.putIfAbsent(reference, id);
        }
        write(id, kind, account, amount, null, at);
    }

    void hold(UUID id, long account, long amount) {
        var customer = customer(account);
        customer.held += amount;
        customer.holds.put(id, amount);
    }

    /** @param since when the money was held */
    void settle(UUID id, long account, long charged, OffsetDateTime since) {
        var customer = customer(account);
        customer.held -= Objects.requireNonNull(customer.holds.remove(id));
        write(id, charged > 0 ? CHARGE : 2, account, -charged, null, since);
    }

    /** What a refund is answered: status, and amount where it is one. */
    long[] judgeRefund(long account, UUID of, @Nullable Long asked, boolean toSource) {
        var customer = customers.get(account);
        var row = ledger.get(of);
        if (customer == null) {
            return new long[] {4, 0};
        }
        if (row == null || row.account() != account) {
            return new long[] {7, 0};
        }
        if (row.kind() != CHARGE && row.kind() != TOP_UP) {
            return new long[] {11, 0};
        }
        if (toSource != (row.kind() == TOP_UP)) {
            return new long[] {12, 0};
        }
        long left = Math.abs(row.amount()) - refunded(of);
        long amount = asked == null ? left : asked;
        if (left == 0 || amount > left) {
            return new long[] {8, 0};
        }
        if (toSource) {
            long free = Math.min(customer.posted - customer.held, customer.posted - promotional(account));
            return new long[] {amount > free ? 3 : 0, amount};
        }
        return new long[] {customer.closed ? 6 : 0, amount};
    }

    void refund(UUID id, long account, UUID of, long amount, boolean toSource, OffsetDateTime at) {
        long before = refunded(of);
        write(id, REFUND, account, toSource ? -amount : amount, of, at);
        if (!toSource) {
            restore(of, before, amount);
        }
    }

    void credit(Lot lot, OffsetDateTime at) {
        lots.put(lot.id, lot);
        lot.seq = customer(lot.account).seq + 1;
        write(lot.id, GRANT, lot.account, lot.amount, null, at);
    }

    /** What can be taken back of a lot that has ended. */
    long breakable(Lot lot) {
        var customer = customer(lot.account);
        return Math.min(lot.rest, Math.max(0, customer.posted - customer.held));
    }

    void breakLot(Lot lot, UUID entry, long amount, OffsetDateTime at) {
        lot.rest -= amount;
        lot.lost += amount;
        write(entry, BREAKAGE, lot.account, -amount, lot.id, at);
    }

    long promotional(long account) {
        return lots.values().stream()
                .filter(lot -> lot.account == account && lot.seq > 0)
                .mapToLong(lot -> lot.rest)
                .sum();
    }

    private void write(UUID id, int kind, long account, long amount, @Nullable UUID ref, OffsetDateTime since) {
        var customer = customer(account);
        customer.posted += amount;
        customer.seq++;
        ledger.put(id, new Row(id, kind, account, amount, customer.posted, ref));
        if (kind == CHARGE) {
            burn(id, account, -amount, lot -> !lot.endedAt(since));
        }
        boolean givesBack = kind == REFUND && amount > 0;
        if (amount != 0 && !givesBack) {
            burn(id, account, promotional(account) - Math.max(0, customer.posted), lot -> true);
        }
    }

    private void burn(UUID entry, long account, long need, Predicate<Lot> eligible) {
        var order = lots.values().stream()
                .filter(lot -> lot.account == account && lot.seq > 0 && lot.rest > 0)
                .filter(eligible)
                .sorted(ORDER)
                .toList();
        for (var lot : order) {
            long part = Math.max(0, Math.min(need, lot.rest));
            need -= part;
            lot.rest -= part;
            if (part > 0) {
                burnOf(entry, lot).amount += part;
            }
        }
    }

    private Burn burnOf(UUID entry, Lot lot) {
        var all = burns.computeIfAbsent(entry, key -> new ArrayList<>());
        return all.stream().filter(burn -> burn.lot == lot).findFirst().orElseGet(() -> {
            var burn = new Burn(lot);
            all.add(burn);
            return burn;
        });
    }

    private void restore(UUID charge, long before, long amount) {
        var burnt = burns.getOrDefault(charge, List.of());
        long promo = burnt.stream().mapToLong(burn -> burn.amount).sum();
        long paid = -Objects.requireNonNull(ledger.get(charge)).amount() - promo;
        var customer = customer(Objects.requireNonNull(ledger.get(charge)).account());
        // What a debt eats up is not given back to lots.
        long room = Math.max(0, customer.posted) - promotional(customer.id);
        long back = Math.max(0, Math.min(room, Math.max(0, before + amount - paid) - Math.max(0, before - paid)));
        var order = burnt.stream()
                .sorted(Comparator.comparing((Burn burn) -> burn.lot, ORDER).reversed())
                .toList();
        for (var burn : order) {
            long part = Math.min(back, burn.amount - burn.restored);
            back -= part;
            burn.restored += part;
            burn.lot.rest += part;
        }
    }

    private long refunded(UUID of) {
        return ledger.values().stream()
                .filter(row -> row.kind() == REFUND && of.equals(row.ref()))
                .mapToLong(row -> Math.abs(row.amount()))
                .sum();
    }

    private Customer customer(long account) {
        return Objects.requireNonNull(customers.get(account));
    }
}
