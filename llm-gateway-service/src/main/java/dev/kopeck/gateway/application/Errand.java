package dev.kopeck.gateway.application;

import dev.kopeck.contracts.identity.PromptId;
import dev.kopeck.gateway.domain.Model;
import dev.kopeck.gateway.domain.Target;
import io.smallrye.mutiny.Multi;
import java.util.function.Function;

/**
 * What is to be got from one of a model's targets.
 *
 * @param place the prompt's place; it moves along with the calls
 * @param wordByWord whether silence means something: an answer that comes as a whole is silent until it comes
 * @param call calls a target once for each subscription. Fails with a {@link ModelFailedException}; a cancel of the
 *     subscription cancels the call
 * @param hears what an item means. Called once for each, on the way of the item: must be quick
 */
public record Errand<T>(
        PromptId promptId,
        Model model,
        Place place,
        boolean wordByWord,
        Function<Target, Multi<T>> call,
        Function<T, Heard> hears) {}
