package dev.kopeck.harness.simulators.model;

/**
 * What became of requests. Each that was started is in exactly one of the others, or still active.
 *
 * @param started requests that named a model and a conversation
 * @param finished answered to their end
 * @param cancelled left by the client before their end
 * @param failed ended by a fault: an HTTP error, a cut connection
 * @param active still being answered
 * @param promptTokens counted input of all that were started
 * @param completionTokens tokens of answers that were handed to the connection, finished or not
 */
public record RequestCounts(
        long started,
        long finished,
        long cancelled,
        long failed,
        long active,
        long promptTokens,
        long completionTokens) {

    static final RequestCounts NONE = new RequestCounts(0, 0, 0, 0, 0, 0, 0);

    RequestCounts plusStarted(int tokens) {
        return new RequestCounts(
                started + 1, finished, cancelled, failed, active + 1, promptTokens + tokens, completionTokens);
    }

    RequestCounts plusEnded(RequestLedger.End end, int tokens) {
        return new RequestCounts(
                started,
                finished + (end == RequestLedger.End.FINISHED ? 1 : 0),
                cancelled + (end == RequestLedger.End.CANCELLED ? 1 : 0),
                failed + (end == RequestLedger.End.FAILED ? 1 : 0),
                active - 1,
                promptTokens,
                completionTokens + tokens);
    }
}
