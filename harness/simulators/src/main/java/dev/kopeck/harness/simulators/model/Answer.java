package dev.kopeck.harness.simulators.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kopeck.harness.simulators.http.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What will be answered, decided before the first byte goes out.
 *
 * @param finishReason stop, length or content_filter
 * @param tool the name of the tool that is called with the pieces as its arguments; empty where they are words
 * @param usage empty where the provider shall keep it to itself
 */
record Answer(List<Tokens.Piece> pieces, String finishReason, Optional<Usage> usage, String tool) {

    Answer {
        pieces = List.copyOf(pieces);
    }

    static Answer to(CompletionRequest request, int promptTokens, Wishes wishes, Tokens tokens) {
        List<Tokens.Piece> wanted = wanted(request, wishes, tokens);
        int filteredAt = wishes.numberOr(ModelFault.FILTERED, Integer.MAX_VALUE);
        int limit = Math.min(filteredAt, request.tokensMax());
        List<Tokens.Piece> given = firstTokens(wanted, limit);
        String reason = given.size() == wanted.size() && filteredAt == Integer.MAX_VALUE
                ? "stop"
                : limit == filteredAt ? "content_filter" : "length";
        boolean call = wishes.has(ModelFault.TOOL) && !request.tool().isEmpty();
        return new Answer(
                given, call ? "tool_calls" : reason, usage(promptTokens, given, wishes), call ? request.tool() : "");
    }

    String text() {
        return pieces.stream().map(Tokens.Piece::text).collect(Collectors.joining());
    }

    int tokens() {
        return pieces.stream().mapToInt(Tokens.Piece::tokens).sum();
    }

    @Override
    public String toString() {
        return "Answer[pieces=" + pieces.size() + ", finishReason=" + finishReason + "]";
    }

    private static List<Tokens.Piece> wanted(CompletionRequest request, Wishes wishes, Tokens tokens) {
        if (wishes.has(ModelFault.EMPTY)) {
            return List.of();
        }
        if (wishes.has(ModelFault.TOOL) && !request.tool().isEmpty()) {
            return tokens.pieces("{\"words\":" + request.lastUserText().split("\\s+").length + "}");
        }
        if (wishes.has(ModelFault.TOKENS)) {
            int exactly = wishes.numberOr(ModelFault.TOKENS, 0);
            return firstTokens(tokens.pieces(AnswerText.filler(exactly)), exactly);
        }
        return tokens.pieces(AnswerText.to(request, tokens));
    }

    private static List<Tokens.Piece> firstTokens(List<Tokens.Piece> pieces, int limit) {
        List<Tokens.Piece> first = new ArrayList<>();
        int sum = 0;
        for (Tokens.Piece piece : pieces) {
            sum += piece.tokens();
            if (sum > limit) {
                break;
            }
            first.add(piece);
        }
        return first;
    }

    private static Optional<Usage> usage(int promptTokens, List<Tokens.Piece> given, Wishes wishes) {
        if (wishes.has(ModelFault.NO_USAGE)) {
            return Optional.empty();
        }
        if (wishes.has(ModelFault.ZERO_USAGE)) {
            return Optional.of(new Usage(0, 0, 0, 0));
        }
        int reasoning = wishes.numberOr(ModelFault.REASONING, 0);
        int completion = given.stream().mapToInt(Tokens.Piece::tokens).sum() + reasoning;
        return Optional.of(new Usage(promptTokens, completion, wishes.numberOr(ModelFault.CACHED, 0), reasoning));
    }

    /** As OpenAI reports it: cached is a part of prompt, reasoning a part of completion. */
    record Usage(int prompt, int completion, int cached, int reasoning) {
        ObjectNode json() {
            ObjectNode json = Json.object();
            json.put("prompt_tokens", prompt);
            json.put("completion_tokens", completion);
            json.put("total_tokens", prompt + completion);
            json.putObject("prompt_tokens_details").put("cached_tokens", cached).put("audio_tokens", 0);
            json.putObject("completion_tokens_details")
                    .put("reasoning_tokens", reasoning)
                    .put("audio_tokens", 0)
                    .put("accepted_prediction_tokens", 0)
                    .put("rejected_prediction_tokens", 0);
            return json;
        }
    }
}
