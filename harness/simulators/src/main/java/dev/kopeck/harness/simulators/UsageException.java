package dev.kopeck.harness.simulators;

/** The command line is wrong; the message says how, in one sentence. */
final class UsageException extends RuntimeException {

    UsageException(String message) {
        super(message);
    }

    UsageException(String message, Throwable cause) {
        super(message, cause);
    }
}
