package dev.kopeck.contracts.money;

import io.smallrye.mutiny.Uni;

/** Planted: a contract that knows a framework. */
public record ContractKnowsFramework(Uni<String> later) {}
