package dev.kopeck.harness.simulators.model;

import dev.kopeck.harness.simulators.http.SimulatorServer;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.util.Optional;

/**
 * An OpenAI-compatible model for tests and for a machine without a key. It says in each answer that it is a simulator,
 * counts its tokens honestly, and misbehaves exactly as told: see {@link ModelFault}.
 *
 * <p>Thread-safe. {@link #start} and {@link #close} wait and must not be called on an event loop.
 */
public final class ModelSimulator implements AutoCloseable {

    private final SimulatorServer server;
    private final RequestLedger ledger;
    private final OrderedFaults faults;

    private final SeenBodies bodies;

    private ModelSimulator(SimulatorServer server, RequestLedger ledger, OrderedFaults faults, SeenBodies bodies) {
        this.server = server;
        this.ledger = ledger;
        this.faults = faults;
        this.bodies = bodies;
    }

    public static ModelSimulator start(ModelSimulatorSettings settings) {
        Tokens tokens = new Tokens();
        RequestLedger ledger = new RequestLedger();
        OrderedFaults faults = new OrderedFaults();
        SeenBodies bodies = new SeenBodies();
        // The encoding loads on first use, which takes half a second: not on the first request's time.
        tokens.count("ready");
        Vertx vertx = SimulatorServer.vertx();
        Router router = new ModelRoutes(vertx, settings, tokens, ledger, faults, bodies).router();
        SimulatorServer server = SimulatorServer.start(vertx, settings.host(), settings.port(), router);
        return new ModelSimulator(server, ledger, faults, bodies);
    }

    public int port() {
        return server.port();
    }

    /** What belongs into {@code OPENAI_BASE_URL}: ends in {@code /v1}. */
    public String baseUrl() {
        return server.url() + "/v1";
    }

    /** The next request gets the fault, with its usual number. */
    public void failNext(ModelFault fault) {
        failNext(fault, fault.usual(), 1);
    }

    /** The next requests get the fault; different faults that were ordered apply to the same request together. */
    public void failNext(ModelFault fault, int number, int times) {
        faults.order(fault, number, times, Optional.empty());
    }

    /** As {@link #failNext(ModelFault, int, int)}, for requests of one prompt only, see {@link #promptKey}. */
    public void failNext(ModelFault fault, int number, int times, String promptKey) {
        faults.order(fault, number, times, Optional.of(promptKey));
    }

    public void clearFaults() {
        faults.clear();
    }

    public RequestCounts requests() {
        return ledger.sum();
    }

    /** How often a model was called for a prompt, by its key. */
    public RequestCounts requests(String promptKey) {
        return ledger.of(promptKey);
    }

    /** The last request of a prompt that a test named by {@code sim:id=…}, as it came. */
    public Optional<String> bodyOf(String marker) {
        return bodies.of(marker);
    }

    public void clearRequests() {
        ledger.clear();
    }

    /** Under which key the requests with this last user message are counted: its {@code sim:id=…} or a hash. */
    public static String promptKey(String lastUserText) {
        return RequestLedger.keyOf(lastUserText);
    }

    @Override
    public void close() {
        server.close();
    }
}
