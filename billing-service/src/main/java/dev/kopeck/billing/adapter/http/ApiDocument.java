package dev.kopeck.billing.adapter.http;

/**
 * Names of the OpenAPI document's parts that are written by hand, in META-INF/openapi.yaml: the kinds of values that
 * records refer to. What holds for every operation {@link ApiConventions} adds.
 */
final class ApiDocument {

    static final String AMOUNT = "Amount";
    static final String RATE = "Rate";
    static final String TIME = "Time";
    static final String PROBLEM = "Problem";

    private ApiDocument() {}
}
