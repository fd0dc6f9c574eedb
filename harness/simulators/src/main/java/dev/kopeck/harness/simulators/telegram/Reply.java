package dev.kopeck.harness.simulators.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kopeck.harness.simulators.http.Json;
import io.vertx.ext.web.RoutingContext;
import java.util.function.IntConsumer;

/** The answer to one call, given once; the caller may be gone by then. */
final class Reply {

    private static final String NGINX = "<html><head><title>502 Bad Gateway</title></head>"
            + "<body><center><h1>502 Bad Gateway</h1></center><hr><center>nginx</center></body></html>";

    private final RoutingContext call;
    private final IntConsumer answered;
    private final boolean lost;
    private boolean over;

    /**
     * @param lost the call is carried out, then the connection is cut in place of the answer
     * @param answered gets the status, 0 for a cut connection
     */
    Reply(RoutingContext call, boolean lost, IntConsumer answered) {
        this.call = call;
        this.lost = lost;
        this.answered = answered;
    }

    void ok(JsonNode result) {
        ObjectNode body = Json.object().put("ok", true);
        body.set("result", result);
        give(200, body);
    }

    void refuse(BotApiProblem problem) {
        give(problem.status(), problem.body());
    }

    /** As Telegram's front door does: not in JSON. */
    void badGateway() {
        if (isFirst(502)) {
            call.response()
                    .setStatusCode(502)
                    .putHeader("Content-Type", "text/html")
                    .end(NGINX)
                    .onFailure(gone -> {});
        }
    }

    void cut() {
        if (isFirst(0)) {
            call.request().connection().close();
        }
    }

    void whenGone(Runnable step) {
        call.response().closeHandler(closed -> step.run());
    }

    private void give(int status, ObjectNode body) {
        if (lost) {
            cut();
        } else if (isFirst(status)) {
            Json.respond(call.response(), status, body);
        }
    }

    private boolean isFirst(int status) {
        if (over) {
            return false;
        }
        over = true;
        answered.accept(status);
        return true;
    }
}
