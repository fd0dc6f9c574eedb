package dev.kopeck.harness.localstack;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/** Looks before anything starts, so that a taken port is a sentence instead of a stack trace in some log. */
final class TakenPorts {

    private TakenPorts() {}

    /**
     * Checks every port that the settings use.
     *
     * @throws StackException naming each taken port, who wants it, and how to give them another
     */
    static void refuse(StackSettings settings) {
        List<String> complaints = new ArrayList<>();
        for (Port port : Port.values()) {
            int number = settings.port(port);
            if (settings.uses(port) && isTaken(number)) {
                complaints.add("Port %d is taken by another program; %s wants it. Set %s, or use %s, for another one."
                        .formatted(number, port.owner(), port.variable(), port.option()));
            }
        }
        if (!complaints.isEmpty()) {
            throw new StackException(String.join(System.lineSeparator(), complaints));
        }
    }

    /** On all addresses and on loopback: some systems allow the one where somebody else has the other. */
    private static boolean isTaken(int port) {
        return cannotBind(new InetSocketAddress(port))
                || cannotBind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    private static boolean cannotBind(InetSocketAddress address) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(address);
            return false;
        } catch (IOException taken) {
            return true;
        }
    }
}
