package dev.kopeck.gateway.domain.relay;

import java.util.OptionalLong;

/**
 * What a request asks for.
 *
 * @param streamed whether the answer shall come word by word
 * @param usageWanted whether the client itself asked for the usage at the end of the stream
 * @param choices how many answers at most the provider writes for it; each may have the whole length
 * @param output the longest answer wanted, in tokens; empty where the request does not say
 * @param limitField the field that said so; empty where none did
 */
public record RelayWishes(
        String model, boolean streamed, boolean usageWanted, long choices, OptionalLong output, String limitField) {}
