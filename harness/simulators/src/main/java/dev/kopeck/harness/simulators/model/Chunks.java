package dev.kopeck.harness.simulators.model;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.kopeck.harness.simulators.http.Json;

/**
 * The lines of one stream (https://platform.openai.com/docs/api-reference/chat-streaming). What is the same in each
 * chunk is written once, since a benchmark asks for a great many of them.
 */
final class Chunks {

    static final String DONE = "data: [DONE]\n\n";

    private final String head;
    private final String tail;

    /** @param usageWanted with include_usage each chunk has a usage of null, and one at the end has no choices */
    Chunks(String id, String model, long createdSeconds, boolean usageWanted) {
        this.head = "data: {\"id\":\"" + id + "\",\"object\":\"chat.completion.chunk\",\"created\":" + createdSeconds
                + ",\"model\":" + Json.write(model)
                + ",\"service_tier\":\"default\",\"system_fingerprint\":\"fp_simulator\",";
        this.tail = usageWanted ? ",\"usage\":null}\n\n" : "}\n\n";
    }

    String role() {
        return choice("{\"role\":\"assistant\",\"content\":\"\",\"refusal\":null}", "null");
    }

    String content(String text) {
        char[] escaped = JsonStringEncoder.getInstance().quoteAsString(text);
        return choice("{\"content\":\"" + new String(escaped) + "\"}", "null");
    }

    /** The beginning of a call of a tool; what follows are its arguments. */
    String call(String tool) {
        return choice(
                "{\"tool_calls\":[{\"index\":0,\"id\":\"call_sim\",\"type\":\"function\",\"function\":{\"name\":"
                        + Json.write(tool) + ",\"arguments\":\"\"}}]}",
                "null");
    }

    String arguments(String text) {
        return choice("{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":" + Json.write(text) + "}}]}", "null");
    }

    String finish(String reason) {
        return choice("{}", "\"" + reason + "\"");
    }

    String usage(Answer.Usage usage) {
        return head + "\"choices\":[],\"usage\":" + usage.json() + "}\n\n";
    }

    String garbage() {
        return head + "\"choices\":[{\"index\":0,\"delta\":{\"content\":\"this chunk is broken}\n\n";
    }

    private String choice(String delta, String reason) {
        return head + "\"choices\":[{\"index\":0,\"delta\":" + delta + ",\"logprobs\":null,\"finish_reason\":" + reason
                + "}]" + tail;
    }
}
