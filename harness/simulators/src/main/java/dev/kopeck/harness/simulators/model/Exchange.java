package dev.kopeck.harness.simulators.model;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/**
 * One request from its first byte to its end, on one event loop. It ends once: finished, failed by a fault, or
 * cancelled because the client left; whatever was still timed for it is called off then.
 */
final class Exchange {

    private static final long NO_TIMER = -1;

    private final Vertx vertx;
    private final HttpServerRequest request;
    private final RequestLedger ledger;
    private final String prompt;
    private long timer = NO_TIMER;
    private boolean over;
    private int tokensSent;

    Exchange(Vertx vertx, HttpServerRequest request, RequestLedger ledger, String prompt, int promptTokens) {
        this.vertx = vertx;
        this.request = request;
        this.ledger = ledger;
        this.prompt = prompt;
        ledger.started(prompt, promptTokens);
        request.response().closeHandler(closed -> end(RequestLedger.End.CANCELLED));
        request.response().exceptionHandler(broken -> end(RequestLedger.End.CANCELLED));
    }

    HttpServerResponse response() {
        return request.response();
    }

    boolean isOver() {
        return over;
    }

    int tokensSent() {
        return tokensSent;
    }

    void sent(int tokens) {
        tokensSent += tokens;
    }

    void after(long delayMs, Runnable step) {
        if (delayMs <= 0) {
            step.run();
        } else {
            timer = vertx.setTimer(delayMs, fired -> step.run());
        }
    }

    /** Repeats until the exchange is over. */
    void every(long periodMs, Runnable step) {
        timer = vertx.setPeriodic(periodMs, fired -> step.run());
    }

    /** Lets other requests have their turn first. */
    void soon(Runnable step) {
        vertx.runOnContext(ignored -> step.run());
    }

    void stopTimer() {
        if (timer != NO_TIMER) {
            vertx.cancelTimer(timer);
            timer = NO_TIMER;
        }
    }

    void finish() {
        end(RequestLedger.End.FINISHED);
    }

    void fail() {
        end(RequestLedger.End.FAILED);
    }

    /** What was written before goes out; then the connection ends without a word. */
    void cut() {
        end(RequestLedger.End.FAILED);
        request.connection().close();
    }

    private void end(RequestLedger.End end) {
        if (over) {
            return;
        }
        over = true;
        stopTimer();
        ledger.ended(prompt, end, tokensSent);
    }
}
