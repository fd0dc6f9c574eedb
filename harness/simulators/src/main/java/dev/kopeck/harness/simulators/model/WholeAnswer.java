package dev.kopeck.harness.simulators.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kopeck.harness.simulators.http.Json;

/** Writes an answer as one JSON object, after the time that its tokens would have taken. */
final class WholeAnswer {

    private static final long MS_PER_SECOND = 1000;

    private final Exchange exchange;
    private final Answer answer;
    private final Wishes wishes;
    private final StreamedAnswer.Pace pace;
    private final ObjectNode body;

    WholeAnswer(Exchange exchange, Answer answer, ObjectNode body, StreamedAnswer.Pace pace, Wishes wishes) {
        this.exchange = exchange;
        this.answer = answer;
        this.body = body;
        this.pace = pace;
        this.wishes = wishes;
    }

    static ObjectNode body(String id, String model, long createdSeconds, Answer answer) {
        ObjectNode body = Json.object();
        body.put("id", id).put("object", "chat.completion").put("created", createdSeconds);
        body.put("model", model);
        ObjectNode choice = body.putArray("choices").addObject();
        choice.put("index", 0);
        ObjectNode message = choice.putObject("message").put("role", "assistant");
        if (answer.tool().isEmpty()) {
            message.put("content", answer.text());
        } else {
            message.putNull("content");
            message.putArray("tool_calls")
                    .addObject()
                    .put("id", "call_sim")
                    .put("type", "function")
                    .putObject("function")
                    .put("name", answer.tool())
                    .put("arguments", answer.text());
        }
        message.putNull("refusal").putArray("annotations");
        choice.putNull("logprobs").put("finish_reason", answer.finishReason());
        answer.usage().ifPresent(usage -> body.set("usage", usage.json()));
        return body.put("service_tier", "default").put("system_fingerprint", "fp_simulator");
    }

    void start() {
        if (wishes.has(ModelFault.STALL)) {
            exchange.after(pace.stallMs(), exchange::cut);
            return;
        }
        long answerMs = pace.tokensPerSecond() == 0 ? 0 : answer.tokens() * MS_PER_SECOND / pace.tokensPerSecond();
        exchange.after(pace.firstTokenMs() + answerMs, this::write);
    }

    private void write() {
        if (exchange.isOver()) {
            return;
        }
        if (wishes.has(ModelFault.CUT)) {
            writeHalf();
            return;
        }
        exchange.sent(answer.tokens());
        if (wishes.has(ModelFault.GARBAGE)) {
            exchange.finish();
            exchange.response()
                    .putHeader("Content-Type", "application/json")
                    .end("{\"id\":\"this answer is broken")
                    .onFailure(gone -> {});
            return;
        }
        exchange.finish();
        Json.respond(exchange.response(), 200, body);
    }

    private void writeHalf() {
        String text = body.toString();
        exchange.response()
                .setChunked(true)
                .putHeader("Content-Type", "application/json")
                .write(text.substring(0, text.length() / 2))
                .onComplete(written -> exchange.cut());
    }
}
