package dev.kopeck.gateway.application.prompts;

import dev.kopeck.contracts.identity.PromptId;
import java.util.OptionalInt;

/** Where prompts wait in this instance. */
public interface Positions {

    /** How many turns it takes until this prompt's, from 1; empty where it does not wait here. Never blocks. */
    OptionalInt of(PromptId promptId);
}
