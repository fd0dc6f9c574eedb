package dev.kopeck.billing.application;

import dev.kopeck.contracts.event.PromptContent;

/** Planted: billing looks into a prompt. */
public final class ReadsPrompts {
    public int length(PromptContent content) {
        return content.text().length();
    }
}
