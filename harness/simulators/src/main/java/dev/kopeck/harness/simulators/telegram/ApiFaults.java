package dev.kopeck.harness.simulators.telegram;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Faults that a test ordered for calls to come. For the event loop only. */
final class ApiFaults {

    static final String ANY_METHOD = "*";
    static final long ANY_CHAT = 0;

    private final List<Order> orders = new ArrayList<>();

    /**
     * @param method name in any case, or {@value #ANY_METHOD}
     * @param chatId or {@value #ANY_CHAT}
     * @param number what the fault makes of it
     * @param times at least 1
     */
    record Order(String method, long chatId, ApiFault fault, int number, int times) {

        Order {
            if (times < 1) {
                throw new IllegalArgumentException("times is at least 1");
            }
        }

        boolean appliesTo(String calledMethod, long calledChat) {
            return (method.equals(ANY_METHOD) || method.equalsIgnoreCase(calledMethod))
                    && (chatId == ANY_CHAT || chatId == calledChat);
        }
    }

    void order(Order order) {
        orders.add(order);
    }

    void clear() {
        orders.clear();
    }

    /** Uses up one time of the oldest order that applies. */
    Optional<Order> take(String method, long chatId) {
        for (int i = 0; i < orders.size(); i++) {
            Order order = orders.get(i);
            if (order.appliesTo(method, chatId)) {
                if (order.times() == 1) {
                    orders.remove(i);
                } else {
                    orders.set(
                            i,
                            new Order(
                                    order.method(), order.chatId(), order.fault(), order.number(), order.times() - 1));
                }
                return Optional.of(order);
            }
        }
        return Optional.empty();
    }
}
