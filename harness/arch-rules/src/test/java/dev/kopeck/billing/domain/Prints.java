package dev.kopeck.billing.domain;

/** Planted: a line that no operator finds. */
public final class Prints {
    public void say() {
        System.out.println("hello");
    }
}
