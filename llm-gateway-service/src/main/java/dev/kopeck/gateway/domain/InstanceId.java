package dev.kopeck.gateway.domain;

import java.util.UUID;

/** One run of one gateway process: the owner of claims. Minted at start, so a restarted gateway is another owner. */
public record InstanceId(UUID value) {

    @Override
    public String toString() {
        return value.toString();
    }
}
