package dev.kopeck.billing.adapter.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.kopeck.billing.application.AuditTrail.Recorded;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The audit log as it goes out. */
final class AuditViews {

    private AuditViews() {}

    @Schema(description = "One change that somebody made.", examples = """
                    {"id":"0193565e-5d0c-7b1e-9a51-6c1f2b7f0a11","at":"2026-11-25T10:15:30.123456Z","who":"operator",\
                    "role":"operator","action":"account.top_up","subject":"account:1001",\
                    "after":{"id":"0193565e-5d0b-7c70-8b0a-d4a95f2f6b1c","accountId":"1001","amount":"5.00",\
                    "balanceAfter":"6.00","reference":"invoice 17"}}""")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record AuditEntryView(
            String id,
            @Schema(ref = ApiDocument.TIME) String at,

            @Schema(description = "The name of the caller's token, or \"oidc:\" and the person's name.")
            String who,

            @Schema(description = "What the caller was: viewer, operator, admin or door.")
            String role,

            @Schema(description = "In the words of the API: account.freeze, price.set.")
            String action,

            @Schema(description = "What was changed: account:1001, price:17.")
            String subject,

            @Schema(type = SchemaType.OBJECT, description = "The subject as it was; not there where it is new.")
            @JsonRawValue
            @Nullable String before,

            @Schema(type = SchemaType.OBJECT, description = "The subject as it was left.") @JsonRawValue @Nullable String after) {

        static AuditEntryView of(Recorded recorded) {
            var entry = recorded.entry();
            return new AuditEntryView(
                    recorded.position().id().toString(),
                    recorded.position().at().toString(),
                    entry.who(),
                    entry.role(),
                    entry.action(),
                    entry.subject(),
                    entry.before().orElse(null),
                    entry.after().orElse(null));
        }
    }
}
