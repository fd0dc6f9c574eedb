package dev.kopeck.gateway.application;

/**
 * How many prompts a model may answer at the same time.
 *
 * @param places of the model, at least 1
 * @param provider who answers for it first
 * @param providerPlaces of that provider for all its models together, at least 1
 */
public record Lane(String model, int places, String provider, int providerPlaces) {}
