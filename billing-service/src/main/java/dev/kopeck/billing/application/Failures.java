package dev.kopeck.billing.application;

/** Failures in words that may be shown: of an exception that nobody foresaw only its kind, never its message. */
final class Failures {

    private Failures() {}

    static String sentence(Throwable failure) {
        return failure instanceof StoreRefusedException refused && refused.getMessage() != null
                ? refused.getMessage()
                : "billing failed on it with " + failure.getClass().getSimpleName();
    }
}
