package dev.kopeck.gateway.adapter.http.openai;

import dev.kopeck.contracts.identity.PromptId;
import dev.kopeck.gateway.adapter.http.RateAnswers;
import dev.kopeck.gateway.application.access.RateStanding;
import dev.kopeck.gateway.application.relay.RelayClient;
import dev.kopeck.gateway.application.relay.RelayHead;
import dev.kopeck.gateway.domain.relay.Receipt;
import dev.kopeck.gateway.domain.relay.Refusal;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** One HTTP response. What is written after the client left, or after the end, does nothing. */
final class ConnectionClient implements RelayClient {

    private static final String JSON = "application/json";
    private static final String EVENTS = "text/event-stream; charset=utf-8";

    private final HttpServerResponse response;
    private final Executor executor;

    /** @param context of the connection: everything of the request happens there, one thing after the other */
    ConnectionClient(HttpServerResponse response, Context context) {
        this.response = response;
        this.executor = command -> context.runOnContext(ignored -> command.run());
    }

    /** Of the connection that is being served right now. */
    static Context context() {
        return Objects.requireNonNull(Vertx.currentContext(), "a request is served on its connection's context");
    }

    @Override
    public Executor executor() {
        return executor;
    }

    @Override
    public void standing(RateStanding standing) {
        if (!isOver()) {
            RateAnswers.headers(standing).forEach((header, value) -> response.putHeader(header, value));
        }
    }

    @Override
    public void refuse(Refusal refusal, @Nullable PromptId promptId) {
        if (isOver()) {
            return;
        }
        if (promptId != null) {
            name(promptId);
        }
        ErrorBody.headers(refusal).forEach((header, value) -> response.putHeader(header, value));
        response.setStatusCode(refusal.status())
                .putHeader("Content-Type", JSON)
                .end(Buffer.buffer(ErrorBody.of(refusal)));
    }

    @Override
    public void answer(RelayHead head, byte[] body, @Nullable Receipt receipt) {
        if (isOver()) {
            return;
        }
        head(head);
        if (receipt != null) {
            response.putHeader("x-kopeck-cost", receipt.cost().toDecimal())
                    .putHeader("x-kopeck-balance", receipt.balance().toDecimal());
        }
        response.putHeader("Content-Type", JSON).end(Buffer.buffer(body));
    }

    @Override
    public void begin(RelayHead head) {
        if (!isOver()) {
            head(head);
            response.putHeader("Content-Type", EVENTS)
                    .putHeader("Cache-Control", "no-cache")
                    .setChunked(true);
        }
    }

    @Override
    public boolean write(byte[] bytes, Runnable drained) {
        if (isOver()) {
            return true;
        }
        response.write(Buffer.buffer(bytes));
        if (response.writeQueueFull()) {
            response.drainHandler(ignored -> drained.run());
            return false;
        }
        return true;
    }

    @Override
    public void end(byte[] last) {
        if (!isOver()) {
            response.end(Buffer.buffer(last));
        }
    }

    private void head(RelayHead head) {
        name(head.promptId());
        response.putHeader("x-kopeck-granted-output-tokens", Long.toString(head.grantedOutputTokens()))
                .putHeader("x-kopeck-held", head.held().toDecimal());
    }

    /** Under the name that OpenAI's clients show, too. */
    private void name(PromptId promptId) {
        response.putHeader("x-kopeck-prompt-id", promptId.toString()).putHeader("x-request-id", promptId.toString());
    }

    private boolean isOver() {
        return response.ended() || response.closed();
    }
}
