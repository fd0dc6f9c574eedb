package dev.kopeck.contracts.event;

/** Stands in for the real one, which this module cannot know. */
public record PromptContent(String text) {}
