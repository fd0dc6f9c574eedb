package dev.kopeck.telegram.domain;

import dev.kopeck.contracts.event.PromptContent;
import dev.kopeck.contracts.event.PromptContent.Message;
import dev.kopeck.contracts.event.PromptContent.Role;
import java.util.ArrayList;
import java.util.List;

/** What is sent to the model: the operator's instructions, as much of the past as fits, and the new question. */
public final class Conversation {

    private Conversation() {}

    /** The most tokens that these messages can have. */
    @FunctionalInterface
    public interface TokenMeter {
        long upperBound(List<Message> messages);
    }

    /**
     * @param instructions the operator's; empty for none
     * @param tokenBudget for everything together. Instructions and question are kept even where they alone exceed it:
     *     whether that is too long, the model's own limit decides
     */
    public record Frame(String instructions, long tokenBudget) {}

    /**
     * Keeps the newest turns that fit, whole turns only and without gaps.
     *
     * @param past oldest first
     */
    public static PromptContent compose(Frame frame, List<Turn> past, String question, TokenMeter meter) {
        var opening = frame.instructions().isBlank()
                ? List.<Message>of()
                : List.of(new Message(Role.SYSTEM, frame.instructions()));
        var asked = new Message(Role.USER, question);
        var fixed = new ArrayList<>(opening);
        fixed.add(asked);
        long left = frame.tokenBudget() - meter.upperBound(fixed);
        var messages = new ArrayList<>(opening);
        newest(past, left, meter).forEach(turn -> messages.addAll(messagesOf(turn)));
        messages.add(asked);
        return new PromptContent(messages);
    }

    private static List<Turn> newest(List<Turn> past, long tokenBudget, TokenMeter meter) {
        long left = tokenBudget;
        int first = past.size();
        while (first > 0) {
            left -= meter.upperBound(messagesOf(past.get(first - 1)));
            if (left < 0) {
                break;
            }
            first--;
        }
        return past.subList(first, past.size());
    }

    private static List<Message> messagesOf(Turn turn) {
        var question = new Message(Role.USER, turn.question());
        var answer = turn.answer();
        return answer == null ? List.of(question) : List.of(question, new Message(Role.ASSISTANT, answer));
    }
}
