package dev.kopeck.billing.adapter.postgres;

import dev.kopeck.contracts.event.Channel;

/** Channels as small numbers in the books; once given, a number never changes its meaning. */
final class ChannelCodes {

    private ChannelCodes() {}

    static short code(Channel channel) {
        return switch (channel) {
            case TELEGRAM -> 1;
            case WEB -> 2;
            case API -> 3;
        };
    }

    static Channel channel(int code) {
        return switch (code) {
            case 1 -> Channel.TELEGRAM;
            case 2 -> Channel.WEB;
            case 3 -> Channel.API;
            default -> throw new IllegalArgumentException("unknown channel code: " + code);
        };
    }
}
