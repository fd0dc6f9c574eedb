package dev.kopeck.contracts.event;

import dev.kopeck.contracts.identity.Payer;
import dev.kopeck.contracts.identity.PromptId;

/**
 * What an answer looks like so far. Each chunk holds the whole text up to now, so a lost one costs a moment's delay and
 * nothing else; the gateway coalesces many tokens into one chunk.
 *
 * @param sequence ascending from 1 within an attempt; an older chunk that arrives later is dropped
 * @param text the answer so far, possibly cut to what a preview can show
 */
public record CompletionChunk(PromptId promptId, Payer payer, Channel channel, int sequence, String text)
        implements Event {

    @Override
    public Topic topic() {
        return Topic.COMPLETIONS_CHUNKS;
    }

    @Override
    public String eventId() {
        return promptId + ".chunk." + sequence;
    }

    /** Without the text: answers never reach a log. */
    @Override
    public String toString() {
        return "CompletionChunk[promptId=%s, sequence=%d, text=%d characters]"
                .formatted(promptId, sequence, text.length());
    }
}
