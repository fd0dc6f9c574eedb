package dev.kopeck.billing.domain;

import java.util.Map;

/**
 * The trial balance: all accounts of the books, which sum to zero.
 *
 * @param customers all customers together
 * @param system the books' own accounts by id
 */
public record BooksBalance(Total customers, Map<Long, Total> system) {

    public BooksBalance {
        system = Map.copyOf(system);
    }

    /** Zero, or somebody moved money behind the books' back. */
    public Total difference() {
        return system.values().stream().reduce(customers, Total::plus);
    }
}
