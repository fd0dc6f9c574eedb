package dev.kopeck.billing.adapter.http;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Bodies as they come in: everything may be missing until it was looked at. */
final class Requests {

    private Requests() {}

    /**
     * @param amount a decimal string above zero
     * @param reference the operator's own, for the statement
     */
    @Schema(requiredProperties = "amount", examples = """
                    {"amount":"5.00","reference":"invoice 17"}""")
    record TopUp(
            @Schema(ref = ApiDocument.AMOUNT) @Nullable String amount,

            @Schema(description = "Your own, for the statement.") @Nullable String reference) {}
}
