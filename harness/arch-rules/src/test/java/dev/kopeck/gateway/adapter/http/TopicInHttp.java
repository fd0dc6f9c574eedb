package dev.kopeck.gateway.adapter.http;

import static java.util.Objects.requireNonNull;

import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Planted: a topic consumer outside of its adapter. */
public final class TopicInHttp {
    @Incoming("prompts")
    public void on(String prompt) {
        requireNonNull(prompt);
    }
}
