package dev.kopeck.billing.domain;

/** Planted: state that all tests share. */
public final class SharesState {
    private static int count;

    private SharesState() {}

    public static int next() {
        return ++count;
    }
}
