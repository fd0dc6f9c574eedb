package dev.kopeck.gateway.adapter.llm;

import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.chat.response.StreamingHandle;

/** A handler that wants to cancel from the first moment on, not only from the first token. */
interface AnswerHandler extends StreamingChatResponseHandler {

    /** Called once, before anything else. */
    void onStart(StreamingHandle handle);
}
