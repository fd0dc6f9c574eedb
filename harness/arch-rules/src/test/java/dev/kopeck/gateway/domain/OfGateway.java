package dev.kopeck.gateway.domain;

/** What the planted violation points to. */
public record OfGateway(String id) {}
