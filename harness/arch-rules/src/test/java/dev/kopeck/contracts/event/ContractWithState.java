package dev.kopeck.contracts.event;

/** Planted: a contract that is a class with state. */
public final class ContractWithState {
    private int count;

    public int next() {
        return ++count;
    }
}
