package dev.kopeck.harness.simulators.model;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Faults that a test ordered for requests to come. Thread-safe: tests order, the event loop takes. */
final class OrderedFaults {

    private static final int ORDERS_MAX = 1_000;

    private final List<Order> orders = new ArrayList<>();

    synchronized void order(ModelFault fault, int number, int times, Optional<String> prompt) {
        if (times < 1) {
            throw new IllegalArgumentException("times is at least 1");
        }
        if (orders.size() >= ORDERS_MAX) {
            throw new IllegalArgumentException("at most " + ORDERS_MAX + " faults can be ordered at a time");
        }
        orders.add(new Order(fault, number, times, prompt));
    }

    synchronized void clear() {
        orders.clear();
    }

    /** Takes one use of each distinct fault that applies to the prompt; a second order of the same fault waits. */
    synchronized Map<ModelFault, Integer> take(String promptKey) {
        if (orders.isEmpty()) {
            return Map.of();
        }
        Map<ModelFault, Integer> taken = new EnumMap<>(ModelFault.class);
        for (Order order : List.copyOf(orders)) {
            if (order.appliesTo(promptKey) && !taken.containsKey(order.fault)) {
                taken.put(order.fault, order.number);
                use(order);
            }
        }
        return taken;
    }

    private void use(Order order) {
        int at = orders.indexOf(order);
        if (order.times == 1) {
            orders.remove(at);
        } else {
            orders.set(at, new Order(order.fault, order.number, order.times - 1, order.prompt));
        }
    }

    private record Order(ModelFault fault, int number, int times, Optional<String> prompt) {
        boolean appliesTo(String promptKey) {
            return prompt.isEmpty() || prompt.get().equals(promptKey);
        }
    }
}
