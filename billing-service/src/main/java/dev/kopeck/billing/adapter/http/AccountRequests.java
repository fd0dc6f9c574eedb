package dev.kopeck.billing.adapter.http;

import java.util.List;
import java.util.SortedMap;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Bodies about accounts as they come in: everything may be missing until it was looked at. */
final class AccountRequests {

    private AccountRequests() {}

    /**
     * @param currency the currency of the books where left out
     * @param metadata texts by key, sorted so that their order makes no other request
     * @param creditLimit zero where left out
     * @param lowBalance no notice where left out
     */
    @Schema(description = "No credit and no notice of a low balance where they are left out.", examples = """
                    {"name":"Acme","metadata":{"team":"search"},"creditLimit":"10.00","lowBalance":"1.00"}""")
    record OpenAccount(
            @Schema(description = "The currency of the books, which it is where it is left out.") @Nullable String currency,

            @Nullable String name,

            @Schema(description = "Texts by key, at most 50.") @Nullable SortedMap<String, @Nullable String> metadata,

            @Schema(ref = ApiDocument.AMOUNT) @Nullable String creditLimit,
            @Schema(ref = ApiDocument.AMOUNT) @Nullable String lowBalance) {}

    /** What of an account can be changed; read as a merge patch, which tells null from what is left out. */
    @Schema(examples = """
                    {"name":"Acme Ltd","metadata":{"team":null,"site":"Berlin"},"creditLimit":"20.00",\
                    "lowBalance":null}""")
    record AccountPatchBody(
            @Nullable String name,

            @Schema(description = "Texts by key, at most 50.") @Nullable SortedMap<String, @Nullable String> metadata,

            @Schema(ref = ApiDocument.AMOUNT) @Nullable String creditLimit,
            @Schema(ref = ApiDocument.AMOUNT) @Nullable String lowBalance) {}

    /** @param reason for the account's file and the audit log */
    @Schema(requiredProperties = "reason", examples = """
                    {"reason":"asked for by the customer, ticket 4711"}""")
    record Because(
            @Schema(description = "For the account's file and the audit log.") @Nullable String reason) {}

    /** @param from the account that the payer is taken from, where it has one */
    @Schema(requiredProperties = "payer", examples = """
                    {"payer":"telegram:70060"}""")
    record AddPayer(
            @Schema(description = "telegram: and a user id.") @Nullable String payer,

            @Schema(description = "The id of the account that the payer is taken from, where it has one.") @Nullable String from) {}

    /** @param zone of the tz database; UTC where left out */
    @Schema(description = "At least one of both limits.", examples = """
                    {"zone":"Europe/Berlin","daily":"2.00","monthly":"20.00"}""")
    record Limits(
            @Schema(description = "A zone of the tz database; UTC where it is left out.") @Nullable String zone,

            @Schema(ref = ApiDocument.AMOUNT) @Nullable String daily,
            @Schema(ref = ApiDocument.AMOUNT) @Nullable String monthly) {}

    /** What is left out does not limit the key. */
    @Schema(description = "What is left out does not limit the key.", requiredProperties = "name", examples = """
                    {"name":"CI","models":["kopeck-sim"],"spendLimit":"5.00","expiresAt":"2099-12-31T00:00:00Z"}""")
    record IssueKey(
            @Nullable String name,

            @Schema(description = "Those that it may be used with; all where it is left out.") @Nullable List<@Nullable String> models,

            @Schema(ref = ApiDocument.AMOUNT) @Nullable String spendLimit,
            @Schema(ref = ApiDocument.TIME) @Nullable String expiresAt) {}

    /** What of a key can be changed; read as a merge patch. */
    @Schema(examples = """
                    {"name":"CI","models":null,"spendLimit":"10.00"}""")
    record KeyPatchBody(
            @Nullable String name,

            @Schema(description = "Those that it may be used with; all where it is null.") @Nullable List<@Nullable String> models,

            @Schema(ref = ApiDocument.AMOUNT) @Nullable String spendLimit,
            @Schema(ref = ApiDocument.TIME) @Nullable String expiresAt) {}

    /** One of both: the key, or its SHA-256 in hex. */
    @Schema(description = "One of both.", examples = """
                    {"key":"kp_example"}""")
    record Introspect(
            @Schema(description = "The key in clear.") @Nullable String key,

            @Schema(description = "Its SHA-256 in hex, in place of the key.") @Nullable String hash) {

        /** Without the key, so that no log can show it. */
        @Override
        public String toString() {
            return "Introspect";
        }
    }
}
