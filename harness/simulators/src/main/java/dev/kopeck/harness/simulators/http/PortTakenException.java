package dev.kopeck.harness.simulators.http;

/** Another process listens where the simulator should; the message says so in one sentence. */
public final class PortTakenException extends RuntimeException {

    public PortTakenException(String host, int port, Throwable cause) {
        super(
                "Port " + port + " on " + host + " is taken or not ours to take (" + cause.getMessage()
                        + "): stop what listens there, or choose another port",
                cause);
    }
}
