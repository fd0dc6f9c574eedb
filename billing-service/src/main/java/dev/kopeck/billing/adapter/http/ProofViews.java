package dev.kopeck.billing.adapter.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.kopeck.billing.domain.trust.Proof;
import dev.kopeck.billing.domain.trust.Reconciliation;
import dev.kopeck.billing.domain.trust.Seal;
import dev.kopeck.billing.domain.trust.SealVerification;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Answers about what was done to prove the books. */
final class ProofViews {

    private ProofViews() {}

    /** A proof is requested, running or finished. */
    @Schema(examples = """
                    {"id":"0193565e-5d0b-7c70-8b0a-d4a95f2f6b1c","state":"finished","night":"2026-11-25",\
                    "requestedAt":"2026-11-25T02:00:00Z","started":"2026-11-25T02:00:01Z","finished":"2026-11-25T02:01:00Z",\
                    "accounts":120,"entries":4711,"violations":0}""")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ProofView(
            String id,

            @Schema(description = "requested, running or finished.")
            String state,

            @Schema(format = "date", description = "Only of the proof of a night: which one.") @Nullable String night,

            @Schema(ref = ApiDocument.TIME) String requestedAt,
            @Schema(ref = ApiDocument.TIME) @Nullable String started,
            @Schema(ref = ApiDocument.TIME) @Nullable String finished,
            long accounts,
            long entries,
            long violations) {

        static ProofView of(Proof proof) {
            return new ProofView(
                    proof.id().toString(),
                    proof.finished().isPresent() ? "finished" : proof.started().isPresent() ? "running" : "requested",
                    proof.night().map(LocalDate::toString).orElse(null),
                    proof.requestedAt().toString(),
                    text(proof.started()),
                    text(proof.finished()),
                    proof.accounts(),
                    proof.entries(),
                    proof.violations());
        }
    }

    @Schema(description = "A seal over an hour of the ledger, and over the seal before.", examples = """
                    {"hour":"2026-11-25T10:00:00Z","rows":42,\
                    "previous":"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",\
                    "hash":"60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752",\
                    "sealedAt":"2026-11-25T11:05:00.123456Z"}""")
    record SealView(
            @Schema(ref = ApiDocument.TIME) String hour,

            @Schema(description = "How many entries the hour has.")
            long rows,

            @Schema(description = "The hash of the seal before.")
            String previous,

            String hash,
            @Schema(ref = ApiDocument.TIME) String sealedAt) {
        static SealView of(Seal seal) {
            return new SealView(
                    seal.hour().toString(),
                    seal.rows(),
                    seal.previous(),
                    seal.hash(),
                    seal.sealedAt().toString());
        }
    }

    @Schema(description = "An hour that is not as it was sealed.")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record FindingView(
            @Schema(ref = ApiDocument.TIME) String hour,
            String verdict,
            @Nullable Long rowsSealed,
            @Nullable Long rowsFound) {
        static FindingView of(SealVerification.Finding finding) {
            return new FindingView(
                    finding.hour().toString(),
                    finding.verdict(),
                    finding.rowsSealed().orElse(null),
                    finding.rowsFound().orElse(null));
        }
    }

    /** @param sound once finished: whether every hour is as it was sealed */
    @Schema(examples = """
                    {"id":"0193565e-5d0b-7c70-8b0a-d4a95f2f6b1c","state":"finished","from":"2026-11-01T00:00:00Z",\
                    "to":"2026-11-02T00:00:00Z","requestedAt":"2026-11-25T10:15:30.123456Z",\
                    "finished":"2026-11-25T10:15:31.123456Z","sound":true,"hours":24,"rows":4711,"wrong":0,"findings":[]}""")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record VerificationView(
            String id,

            @Schema(description = "requested, running or finished.")
            String state,

            @Schema(ref = ApiDocument.TIME) String from,
            @Schema(ref = ApiDocument.TIME) String to,
            @Schema(ref = ApiDocument.TIME) String requestedAt,
            @Schema(ref = ApiDocument.TIME) @Nullable String finished,

            @Schema(description = "Once finished: whether every hour is as it was sealed.") @Nullable Boolean sound,

            long hours,
            long rows,
            long wrong,
            List<FindingView> findings) {

        static VerificationView of(SealVerification verification) {
            boolean done = verification.finished().isPresent();
            return new VerificationView(
                    verification.id().toString(),
                    done ? "finished" : verification.hours() > 0 ? "running" : "requested",
                    verification.from().toString(),
                    verification.to().toString(),
                    verification.requestedAt().toString(),
                    text(verification.finished()),
                    done ? verification.wrong() == 0 : null,
                    verification.hours(),
                    verification.rows(),
                    verification.wrong(),
                    verification.findings().stream().map(FindingView::of).toList());
        }
    }

    /** @param result notes, lines, and how many lines more there were */
    @Schema(examples = """
                    {"id":"0193565e-5d0b-7c70-8b0a-d4a95f2f6b1c","kind":"kafka","state":"finished",\
                    "from":"2026-11-01T00:00:00Z","to":"2026-11-02T00:00:00Z","requestedAt":"2026-11-25T10:15:30.123456Z",\
                    "finished":"2026-11-25T10:15:31.123456Z","compared":4711,"differing":0,\
                    "result":{"notes":[],"lines":[],"omitted":0}}""")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ReconciliationView(
            String id,

            @Schema(description = "kafka, telegram_stars or provider_usage.")
            String kind,

            @Schema(description = "requested, finished or failed.")
            String state,

            @Schema(ref = ApiDocument.TIME) String from,
            @Schema(ref = ApiDocument.TIME) String to,
            @Schema(ref = ApiDocument.TIME) String requestedAt,
            @Schema(ref = ApiDocument.TIME) @Nullable String finished,
            long compared,
            long differing,

            @Schema(description = "Only of a failed one: why.") @Nullable String failure,

            @Schema(type = SchemaType.OBJECT, description = "Notes, lines, and how many lines more there were.")
            @JsonRawValue
            @Nullable String result) {

        static ReconciliationView of(Reconciliation reconciliation) {
            return new ReconciliationView(
                    reconciliation.id().toString(),
                    reconciliation.kind().apiName(),
                    reconciliation.finished().isEmpty()
                            ? "requested"
                            : reconciliation.failure().isPresent() ? "failed" : "finished",
                    reconciliation.from().toString(),
                    reconciliation.to().toString(),
                    reconciliation.requestedAt().toString(),
                    text(reconciliation.finished()),
                    reconciliation.compared(),
                    reconciliation.differing(),
                    reconciliation.failure().orElse(null),
                    reconciliation.result().orElse(null));
        }
    }

    private static @Nullable String text(Optional<Instant> time) {
        return time.map(Instant::toString).orElse(null);
    }
}
