package dev.kopeck.harness.simulators.telegram;

import java.util.Arrays;
import java.util.Optional;

/** How a call to the Bot API can go wrong on request. */
public enum ApiFault {
    /** 429; the number is retry_after in seconds. */
    TOO_MANY_REQUESTS("429"),
    /** 403, bot was blocked by the user. */
    BLOCKED("403"),
    /** 400, with a description that no bot expects. */
    BAD_REQUEST("400"),
    /** 500 in Telegram's envelope. */
    SERVER_ERROR("500"),
    /** 502 as a page of HTML. */
    BAD_GATEWAY("502"),
    /** The connection is cut and nothing happens. */
    CUT("cut"),
    /** The call is carried out, and the connection is cut in place of the answer. */
    CUT_AFTER("cut-after"),
    /** The call is carried out late; the number is milliseconds. */
    DELAY("delay");

    private final String word;

    ApiFault(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }

    public static Optional<ApiFault> named(String word) {
        return Arrays.stream(values()).filter(fault -> fault.word.equals(word)).findFirst();
    }
}
