package dev.kopeck.gateway.application;

/** The places that models have. Asked each time a place might be given, so what it says may change while it runs. */
public interface Lanes {

    /** Never blocks, never fails; a model that nobody knows has as many places as the instance. */
    Lane of(String model);
}
