package dev.kopeck.gateway.application.prompts;

import dev.kopeck.contracts.identity.PromptId;
import java.util.List;
import java.util.Optional;

/** @param next behind which there may be more; a page may be short, even empty, while there is a next one */
public record ReportPage(List<PromptReport> prompts, Optional<PromptId> next) {

    public ReportPage {
        prompts = List.copyOf(prompts);
    }
}
