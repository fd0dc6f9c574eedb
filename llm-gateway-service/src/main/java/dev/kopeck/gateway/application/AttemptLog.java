package dev.kopeck.gateway.application;

/** Where calls of providers are written down. Never blocks, never fails. */
public interface AttemptLog {

    void ended(AttemptRecord attempt);
}
