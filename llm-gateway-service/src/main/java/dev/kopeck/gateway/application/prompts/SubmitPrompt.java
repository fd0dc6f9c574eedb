package dev.kopeck.gateway.application.prompts;

import dev.kopeck.contracts.event.Channel;
import dev.kopeck.contracts.event.PromptSubmitted;
import dev.kopeck.contracts.identity.PromptId;
import dev.kopeck.gateway.application.access.Caller;
import io.smallrye.mutiny.Uni;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/**
 * Takes a prompt in: on the shelf first, then to Kafka. From the moment that it is on the shelf it will be answered,
 * whatever dies; the client is told so without waiting for billing.
 */
public final class SubmitPrompt {

    private final PromptShelf shelf;
    private final PublishPrompts publishing;
    private final PromptSizes sizes;
    private final SubmitSettings settings;
    private final Minting minting;

    public SubmitPrompt(
            PromptShelf shelf, PublishPrompts publishing, PromptSizes sizes, SubmitSettings settings, Minting minting) {
        this.shelf = shelf;
        this.publishing = publishing;
        this.sizes = sizes;
        this.settings = settings;
        this.minting = minting;
    }

    /** Where ids come from. */
    public record Minting(InstantSource clock, RandomGenerator random) {
        PromptId next() {
            return PromptId.mint(clock.instant(), random);
        }
    }

    /** @param unpublishedMax prompts that may wait for Kafka to come back, before new ones are turned away */
    public record SubmitSettings(TextRules texts, int unpublishedMax) {}

    /** How large it is; what does not fit any answer is refused before anything is kept. */
    public PromptSizes.Size sizeOf(PromptOrder order) {
        return sizes.of(order);
    }

    /** @param size as {@link #sizeOf} told it */
    public Uni<Submission> submit(Caller caller, PromptOrder order, PromptSizes.Size.Fits size) {
        var prompt = kept(caller, order, size);
        return shelf.place(prompt, settings.unpublishedMax()).chain(placed -> switch (placed) {
            case PromptShelf.Placed.New() ->
                publishing
                        .submitted(prompt.facts())
                        .chain(() -> taken(caller, prompt.facts().promptId(), false));
            case PromptShelf.Placed.Before(var promptId, var request) ->
                request.equals(RequestHash.of(promptId, order.fingerprint()))
                        ? taken(caller, promptId, true)
                        : Uni.createFrom().item(new Submission.KeyReused());
            case PromptShelf.Placed.Full() -> Uni.createFrom().item(new Submission.Full());
        });
    }

    private Uni<Submission> taken(Caller caller, PromptId promptId, boolean before) {
        return shelf.find(caller.accountId(), promptId)
                .map(report -> report.<Submission>map(found -> new Submission.Taken(found, before))
                        // Between the two questions its time was over.
                        .orElseGet(Submission.KeyReused::new));
    }

    private KeptPrompt kept(Caller caller, PromptOrder order, PromptSizes.Size.Fits size) {
        var id = minting.next();
        var facts = new PromptSubmitted(
                id,
                caller.payer(),
                Channel.API,
                order.model(),
                size.inputTokens(),
                size.outputTokens(),
                order.priority(),
                caller.keyId());
        return new KeptPrompt(
                facts,
                caller.accountId(),
                caller.keyId(),
                order.content(),
                order.idempotencyKey(),
                RequestHash.of(id, order.fingerprint()),
                settings.texts().of(caller.accountId()),
                order.callback());
    }
}
