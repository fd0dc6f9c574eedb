package dev.kopeck.billing.adapter.http;

import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Bodies of what looks after the books, as they come in. */
final class TrustRequests {

    private TrustRequests() {}

    /** A body without fields. */
    @Schema(name = "NewProof", description = "A body without fields.", type = SchemaType.OBJECT, examples = """
                    {}""")
    record Nothing() {}

    /** @param reason why the books are right again, for the audit log */
    @Schema(
            requiredProperties = {"reason"},
            examples = """
                    {"reason":"the entry that was missing has been restored"}""")
    record Unpark(
            @Schema(description = "Why the books are right again, for the audit log.") @Nullable String reason) {}

    /** Whole hours, RFC 3339. */
    @Schema(
            description = "A period of whole hours, at most 366 days.",
            requiredProperties = {"from", "to"},
            examples = """
                    {"from":"2026-11-01T00:00:00Z","to":"2026-11-02T00:00:00Z"}""")
    record Hours(
            @Schema(ref = ApiDocument.TIME) @Nullable String from,
            @Schema(ref = ApiDocument.TIME) @Nullable String to) {}

    /** @param kind {@code kafka}; files are uploaded to paths of their own */
    @Schema(
            description = "A period of whole hours that is to be compared.",
            requiredProperties = {"kind", "from", "to"},
            examples = """
                    {"kind":"kafka","from":"2026-11-01T00:00:00Z","to":"2026-11-02T00:00:00Z"}""")
    record NewReconciliation(
            @Schema(description = "kafka; files are uploaded to paths of their own.") @Nullable String kind,

            @Schema(ref = ApiDocument.TIME) @Nullable String from,
            @Schema(ref = ApiDocument.TIME) @Nullable String to) {}

    /** What makes two uploads the same. */
    record Upload(String contentType, String parameters, String sha256) {}
}
