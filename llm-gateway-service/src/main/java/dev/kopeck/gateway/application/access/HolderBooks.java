package dev.kopeck.gateway.application.access;

import io.smallrye.mutiny.Uni;
import java.util.Map;

/** What billing shows to the holder of a key about the account; nothing is kept of it here. */
public interface HolderBooks {

    /**
     * One page. Fails with {@link KeysUnavailableException} where billing does not answer in time.
     *
     * @param parameters as the client sent them; billing says which it takes
     */
    Uni<Page> read(Caller caller, Subject subject, Map<String, String> parameters);

    /** What a holder may look at. */
    enum Subject {
        BALANCE,
        TRANSACTIONS,
        USAGE,
        KEYS
    }

    /** Billing's answer. */
    sealed interface Page {

        /** @param json as billing wrote it: amounts are decimal strings */
        record Found(String json) implements Page {}

        /** A parameter is wrong. */
        record Invalid(String field, String detail) implements Page {}
    }
}
