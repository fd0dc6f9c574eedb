package dev.kopeck.harness.localstack;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.TreeSet;

/** Stands in for a service: is ready at once, tells its environment's names, and dies when asked to. */
public final class FakeService {

    private static final int EXIT_CODE = 7;

    private FakeService() {}

    public static void main(String[] arguments) throws IOException {
        Port port = self();
        if (port.owner().equals(System.getenv("FAKE_DIES_AT_START"))) {
            die();
        }
        int number = Integer.parseInt(System.getenv().getOrDefault(port.variable(), "0"));
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), number), 0);
        server.createContext("/q/health/ready", exchange -> answer(exchange, "ready"));
        server.createContext(
                "/environment",
                exchange -> answer(
                        exchange,
                        String.join("\n", new TreeSet<>(System.getenv().keySet()))));
        server.createContext("/die", exchange -> die());
        server.start();
    }

    /** Told by the folder that its jar lies in, since all services are this class. */
    private static Port self() {
        String classPath = System.getProperty("java.class.path", "");
        return Arrays.stream(Port.values())
                .filter(port -> classPath.contains(port.owner()))
                .findFirst()
                .orElseThrow();
    }

    private static void answer(HttpExchange exchange, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static void die() {
        System.out.println("a line before");
        System.out.println("the database is on fire");
        Runtime.getRuntime().halt(EXIT_CODE);
    }
}
