package dev.kopeck.harness.simulators.model;

import io.vertx.core.http.HttpServerResponse;
import java.util.List;

/**
 * Writes an answer as server-sent events, one token to a chunk: in slices as fast as the client reads, or by the clock
 * where a speed is set.
 */
final class StreamedAnswer {

    private static final int SLICE = 32;
    private static final int TICK_MS_MIN = 10;
    private static final int MS_PER_SECOND = 1000;
    private static final int NEVER = Integer.MAX_VALUE;

    private final Exchange exchange;
    private final Answer answer;
    private final Chunks chunks;
    private final Pace pace;
    private final boolean includeUsage;
    private final long stallMs;
    private final int cutAt;
    private final int stallAt;
    private int garbageAt;
    private int next;
    private int due;
    private long startedNanos;

    StreamedAnswer(Exchange exchange, Answer answer, Chunks chunks, Pace pace, boolean includeUsage, Wishes wishes) {
        this.exchange = exchange;
        this.answer = answer;
        this.chunks = chunks;
        this.pace = pace;
        this.includeUsage = includeUsage;
        this.stallMs = pace.stallMs();
        this.cutAt = wishes.numberOr(ModelFault.CUT, NEVER);
        this.stallAt = wishes.numberOr(ModelFault.STALL, NEVER);
        this.garbageAt = wishes.numberOr(ModelFault.GARBAGE, NEVER);
    }

    void start() {
        HttpServerResponse response = exchange.response();
        response.setChunked(true)
                .putHeader("Content-Type", "text/event-stream; charset=utf-8")
                .putHeader("Cache-Control", "no-cache");
        write(chunks.role());
        if (!answer.tool().isEmpty()) {
            write(chunks.call(answer.tool()));
        }
        exchange.after(pace.firstTokenMs(), this::begin);
    }

    private void begin() {
        startedNanos = System.nanoTime();
        if (pace.tokensPerSecond() == 0) {
            due = answer.pieces().size();
            writeSlice();
        } else {
            due = 1;
            exchange.every(Math.max(TICK_MS_MIN, MS_PER_SECOND / pace.tokensPerSecond()), this::tick);
            writeSlice();
        }
    }

    private void tick() {
        if (exchange.response().writeQueueFull()) {
            return;
        }
        double seconds = (System.nanoTime() - startedNanos) / 1e9;
        due = (int) Math.min(answer.pieces().size(), 1 + Math.round(seconds * pace.tokensPerSecond()));
        writeSlice();
    }

    /** As many of the due tokens as a turn allows, in one write; the rest soon, or when the client has read. */
    private void writeSlice() {
        if (exchange.isOver()) {
            return;
        }
        List<Tokens.Piece> pieces = answer.pieces();
        StringBuilder slice = new StringBuilder();
        int end = Math.min(due, next + SLICE);
        while (next < end && !faultIsDue()) {
            Tokens.Piece piece = pieces.get(next++);
            slice.append(answer.tool().isEmpty() ? chunks.content(piece.text()) : chunks.arguments(piece.text()));
            exchange.sent(piece.tokens());
            if (exchange.tokensSent() >= garbageAt) {
                slice.append(chunks.garbage());
                garbageAt = NEVER;
            }
        }
        write(slice.toString());
        if (next == pieces.size() || faultIsDue()) {
            close();
        } else if (next < due) {
            goOn();
        }
    }

    private void goOn() {
        if (exchange.response().writeQueueFull()) {
            exchange.response().drainHandler(drained -> writeSlice());
        } else {
            exchange.soon(this::writeSlice);
        }
    }

    private boolean faultIsDue() {
        return exchange.tokensSent() >= Math.min(cutAt, stallAt);
    }

    private void close() {
        exchange.stopTimer();
        if (stallAt != NEVER && stallAt <= cutAt) {
            exchange.after(stallMs, exchange::cut);
        } else if (cutAt != NEVER) {
            exchange.cut();
        } else {
            complete();
        }
    }

    private void complete() {
        StringBuilder last = new StringBuilder(chunks.finish(answer.finishReason()));
        if (includeUsage) {
            answer.usage().ifPresent(usage -> last.append(chunks.usage(usage)));
        }
        last.append(Chunks.DONE);
        exchange.finish();
        exchange.response().end(last.toString()).onFailure(gone -> {});
    }

    private void write(String text) {
        if (!text.isEmpty() && !exchange.isOver()) {
            exchange.response().write(text).onFailure(gone -> {});
        }
    }

    /** @param tokensPerSecond 0 is unlimited */
    record Pace(int tokensPerSecond, long firstTokenMs, long stallMs) {}
}
