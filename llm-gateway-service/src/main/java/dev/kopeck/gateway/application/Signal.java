package dev.kopeck.gateway.application;

import dev.kopeck.gateway.domain.ModelFailure;
import dev.kopeck.gateway.domain.Target;

/** Everything that can happen to a prompt while it is being answered, in one line. */
sealed interface Signal {

    /** A model is called, for the first time or again. */
    record Called(Target target) implements Signal {}

    /** The model speaks. */
    record Said(ModelEvent event) implements Signal {}

    /** All calls failed, or one that had delivered something. */
    record Failed(ModelFailure failure) implements Signal {}

    /** The user does not want the answer any more. */
    record Cancelled() implements Signal {}

    /** This gateway stops; another one, or its next run, will answer. */
    record Abandoned() implements Signal {}

    /** Time has passed. */
    record Tick() implements Signal {}
}
