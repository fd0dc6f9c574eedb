package dev.kopeck.gateway.application;

import dev.kopeck.gateway.domain.ModelFailure;

/** Everything that can happen to a prompt while it is being answered, in one line. */
sealed interface Signal {

    /** A model is called, for the first time or again. */
    record Called() implements Signal {}

    /** The model speaks. */
    record Said(ModelEvent event) implements Signal {}

    /** The call failed, nothing was delivered, and the next one waits its turn. */
    record Waiting() implements Signal {}

    /** The call failed for good. */
    record Failed(ModelFailure failure) implements Signal {}

    /** The user does not want the answer any more. */
    record Cancelled() implements Signal {}

    /** This gateway stops; another one, or its next run, will answer. */
    record Abandoned() implements Signal {}

    /** Time has passed. */
    record Tick() implements Signal {}
}
