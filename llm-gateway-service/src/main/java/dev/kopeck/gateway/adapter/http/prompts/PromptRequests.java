package dev.kopeck.gateway.adapter.http.prompts;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Requests of the prompt API as they come in: everything may be missing. */
final class PromptRequests {

    private PromptRequests() {}

    @Schema(examples = """
                    {"model":"kopeck-sim","messages":[{"role":"user","content":"Why is the sky blue?"}],\
                    "maxOutputTokens":500,"priority":5,"callbackUrl":"https://example.com/answers"}""")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record NewPrompt(
            @Schema(description = "A model of GET /v1/models.", required = true) @Nullable String model,

            @Schema(description = "The conversation, oldest first.", required = true) @Nullable List<NewMessage> messages,

            @Schema(description = "The longest answer wanted; the model's own limit where it is left out.") @Nullable Long maxOutputTokens,

            @Schema(description = "0 to 9, higher first among your own prompts; 5 where it is left out.") @Nullable Integer priority,

            @Schema(description = "An https URL that the prompt is posted to when it has ended.") @Nullable String callbackUrl) {

        /** Without the texts. */
        @Override
        public String toString() {
            return "NewPrompt";
        }
    }

    /** One turn of the conversation. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record NewMessage(
            @Schema(description = "system, user or assistant.", required = true) @Nullable String role,

            @Schema(required = true) @Nullable String content) {

        /** Without the text. */
        @Override
        public String toString() {
            return "NewMessage";
        }
    }
}
