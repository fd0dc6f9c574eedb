package dev.kopeck.gateway.adapter.http;

import dev.langchain4j.data.message.UserMessage;

/** Planted: a model call outside of its adapter. */
public final class ModelInHttp {
    public UserMessage message() {
        return UserMessage.from("hello");
    }
}
