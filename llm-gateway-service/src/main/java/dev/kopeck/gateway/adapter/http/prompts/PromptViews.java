package dev.kopeck.gateway.adapter.http.prompts;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.kopeck.contracts.event.CompletionContent.Problem;
import dev.kopeck.contracts.event.Outcome;
import dev.kopeck.gateway.application.prompts.PromptReport;
import dev.kopeck.gateway.application.prompts.ReportPage;
import dev.kopeck.gateway.domain.Completion;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Prompts as they go out. What there is nothing to say of is left out. */
final class PromptViews {

    private static final Problem EXPIRED =
            new Problem("hold_expired", "The prompt waited so long that its reservation ended. Please try again.");

    private PromptViews() {}

    @Schema(examples = """
                    {"id":"0193565e-5d0c-7b1e-9a51-6c1f2b7f0a11","status":"completed","model":"kopeck-sim","priority":5,\
                    "maxOutputTokens":500,"createdAt":"2026-11-25T10:15:30.123456Z","endedAt":"2026-11-25T10:15:32.4Z",\
                    "text":"Because of Rayleigh scattering.","finishReason":"stop","usage":{"inputTokens":14,\
                    "cachedInputTokens":0,"cacheWriteTokens":0,"outputTokens":9,"reasoningTokens":0,"estimated":false},\
                    "cost":"0.000025","currency":"USD","timing":{"queueMs":3,"firstTokenMs":210,"processMs":900},"attempts":1}""")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record PromptView(
            String id,

            @Schema(description = "queued, running, completed, failed, cancelled or declined.")
            String status,

            @Schema(description = "Turns until yours, from 1; only while it waits for a model.") @Nullable Integer position,

            @Schema(description = "true once you have cancelled it; it may have ended otherwise before.") @Nullable Boolean cancelRequested,

            String model,
            int priority,

            @Schema(description = "The longest answer that was asked for.")
            long maxOutputTokens,

            String createdAt,

            @Schema(description = "When it was settled; nothing changes after that.") @Nullable String endedAt,

            @Schema(description = "The answer; of a cancelled prompt what had come until then.") @Nullable String text,

            @Schema(description = "true where there was an answer that is kept no more.") @Nullable Boolean textForgotten,

            @Nullable String finishReason,

            @Schema(description = "Why there is no whole answer.") @Nullable ProblemView problem,

            @Schema(description = "Why the prompt was declined.") @Nullable DeclineView declined,

            @Nullable UsageView usage,

            @Schema(description = "A decimal string; there once it is settled.") @Nullable String cost,

            @Nullable String currency,
            @Nullable TimingView timing,

            @Schema(description = "How often a model was called.") @Nullable Integer attempts) {

        static PromptView of(PromptReport report) {
            return of(report, true);
        }

        /** As in a list: without its text. */
        static PromptView listed(PromptReport report) {
            return of(report, false);
        }

        private static PromptView of(PromptReport report, boolean withText) {
            var order = report.order();
            var completion = report.completion();
            boolean hasText = withText && completion.isPresent() && !report.textForgotten();
            return new PromptView(
                    order.id().toString(),
                    report.state().name().toLowerCase(Locale.ROOT),
                    report.position().isPresent() ? report.position().getAsInt() : null,
                    order.cancelRequested() ? true : null,
                    order.model(),
                    order.priority(),
                    order.maxOutputTokens(),
                    order.createdAt().toString(),
                    report.endedAt().map(Instant::toString).orElse(null),
                    hasText ? text(completion.get()) : null,
                    (withText && report.textForgotten()) ? true : null,
                    completion.map(done -> done.content().finishReason()).orElse(null),
                    problem(report).map(ProblemView::of).orElse(null),
                    report.decline().map(DeclineView::of).orElse(null),
                    completion.map(UsageView::of).orElse(null),
                    report.charge().map(charge -> charge.charged().toDecimal()).orElse(null),
                    report.charge().map(PromptReport.Charge::currency).orElse(null),
                    completion.map(TimingView::of).orElse(null),
                    completion.map(Completion::attempts).orElse(null));
        }

        /** A failed answer is worth nothing, and nobody pays for it: it is not shown either. */
        private static @Nullable String text(Completion completion) {
            return completion.outcome() == Outcome.COMPLETED || completion.outcome() == Outcome.CANCELLED
                    ? completion.content().text()
                    : null;
        }

        private static Optional<Problem> problem(PromptReport report) {
            if (report.completion().isPresent()) {
                return Optional.ofNullable(report.completion().get().content().problem());
            }
            return report.isOver() && report.decline().isEmpty() ? Optional.of(EXPIRED) : Optional.empty();
        }

        /** Without the text, so that no log can show it. */
        @Override
        public String toString() {
            return "PromptView[id=" + id + ", status=" + status + "]";
        }
    }

    record ProblemView(String code, String message) {
        static ProblemView of(Problem problem) {
            return new ProblemView(problem.code(), problem.message());
        }
    }

    /** @param needed the least that would have let it pass; zero where money was not the reason */
    record DeclineView(String reason, String needed, String available, String currency) {
        static DeclineView of(PromptReport.Decline decline) {
            return new DeclineView(
                    decline.reason().name().toLowerCase(Locale.ROOT),
                    decline.needed().toDecimal(),
                    decline.available().toDecimal(),
                    decline.currency());
        }
    }

    /** @param estimated whether Kopeck counted because the provider did not say */
    record UsageView(
            long inputTokens,
            long cachedInputTokens,
            long cacheWriteTokens,
            long outputTokens,
            long reasoningTokens,
            boolean estimated) {
        static UsageView of(Completion completion) {
            var usage = completion.usage();
            return new UsageView(
                    usage.inputTokens(),
                    usage.cachedInputTokens(),
                    usage.cacheWriteTokens(),
                    usage.outputTokens(),
                    usage.reasoningTokens(),
                    completion.estimated());
        }
    }

    record TimingView(long queueMs, long firstTokenMs, long processMs) {
        static TimingView of(Completion completion) {
            var timings = completion.timings();
            return new TimingView(timings.queueMs(), timings.firstTokenMs(), timings.processMs());
        }
    }

    record PromptPage(
            List<PromptView> items,

            @Schema(description = "The cursor of the next page; null on the last one.") @Nullable String nextCursor) {

        static PromptPage of(ReportPage page) {
            return new PromptPage(
                    page.prompts().stream().map(PromptView::listed).toList(),
                    page.next().map(Object::toString).orElse(null));
        }
    }
}
