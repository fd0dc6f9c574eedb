package dev.kopeck.billing.adapter.http;

import dev.kopeck.billing.adapter.http.Changes.Change;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What every POST of this API needs: a strict body, the caller's name, and a change that happens once. */
@ApplicationScoped
class Posts {

    private final JsonBody json;
    private final Changes changes;
    private final Callers callers;

    Posts(JsonBody json, Changes changes, Callers callers) {
        this.json = json;
        this.changes = changes;
        this.callers = callers;
    }

    <T> T read(byte[] body, Class<T> type) {
        return json.read(body, type);
    }

    /** Who is written into the ledger. */
    String operator() {
        return callers.current().name();
    }

    Uni<Response> post(String path, @Nullable String key, Object body, Supplier<Uni<Change>> work) {
        return changes.post(path, key, body, work);
    }
}
