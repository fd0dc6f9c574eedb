package dev.kopeck.harness.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Stands between a client and a server of this machine, and can lose connections the way a network does that swallows
 * packets: both ends stay open, and neither hears anything of the other again. Connections made later work.
 */
public final class SwallowingProxy implements AutoCloseable {

    private static final int BUFFER = 8192;

    private final ServerSocket door;
    private final int serverPort;
    private final List<Line> lines = new CopyOnWriteArrayList<>();

    private SwallowingProxy(ServerSocket door, int serverPort) {
        this.door = door;
        this.serverPort = serverPort;
    }

    /** Listens on a free port. */
    public static SwallowingProxy before(int serverPort) {
        try {
            SwallowingProxy proxy =
                    new SwallowingProxy(new ServerSocket(0, 0, InetAddress.getLoopbackAddress()), serverPort);
            Thread.ofVirtual().start(proxy::accept);
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return door.getLocalPort();
    }

    /** How many connections clients have made until now. */
    public int connections() {
        return lines.size();
    }

    /** From now on the connections that exist carry nothing any more. */
    public void swallow() {
        lines.forEach(line -> line.silent = true);
    }

    @Override
    public void close() {
        quietly(door);
        lines.forEach(Line::close);
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Socket client = door.accept();
                Line line = new Line(client, new Socket(InetAddress.getLoopbackAddress(), serverPort));
                lines.add(line);
                Thread.ofVirtual().start(() -> line.carry(line.client, line.server));
                Thread.ofVirtual().start(() -> line.carry(line.server, line.client));
            } catch (IOException closedOrRefused) {
                // The client sees it.
            }
        }
    }

    private static void quietly(AutoCloseable end) {
        try {
            end.close();
        } catch (Exception alreadyGone) {
            // Nothing is left to do.
        }
    }

    private static final class Line {

        private final Socket client;
        private final Socket server;
        private volatile boolean silent;

        Line(Socket client, Socket server) {
            this.client = client;
            this.server = server;
        }

        void carry(Socket from, Socket to) {
            byte[] buffer = new byte[BUFFER];
            try {
                int count = from.getInputStream().read(buffer);
                while (count >= 0) {
                    if (!silent) {
                        to.getOutputStream().write(buffer, 0, count);
                    }
                    count = from.getInputStream().read(buffer);
                }
            } catch (IOException ended) {
                // As an end of the stream.
            }
            if (!silent) {
                close();
            }
        }

        void close() {
            quietly(client);
            quietly(server);
        }
    }
}
