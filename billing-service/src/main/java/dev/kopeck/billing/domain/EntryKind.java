package dev.kopeck.billing.domain;

import java.util.Arrays;

/** The kinds of ledger entries, with their codes in the database and their names in the API. */
public enum EntryKind {
    CHARGE(1, "charge"),
    RELEASE(2, "release"),
    EXPIRY(3, "expiry"),
    TOP_UP(4, "top_up"),
    REFUND(5, "refund"),
    ADJUSTMENT(6, "adjustment"),
    GRANT(7, "grant"),
    BREAKAGE(8, "breakage"),
    LATE_CHARGE(9, "late_charge");

    private final int code;
    private final String apiName;

    EntryKind(int code, String apiName) {
        this.code = code;
        this.apiName = apiName;
    }

    /** @throws IllegalArgumentException for a code that no version of Kopeck ever wrote */
    public static EntryKind ofCode(int code) {
        return Arrays.stream(values())
                .filter(kind -> kind.code == code)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown kind of ledger entry: " + code));
    }

    public int code() {
        return code;
    }

    public String apiName() {
        return apiName;
    }
}
