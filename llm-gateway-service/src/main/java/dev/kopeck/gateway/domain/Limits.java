package dev.kopeck.gateway.domain;

/**
 * How much one key, or one account, may ask for.
 *
 * @param requestsPerMinute at least 1
 * @param tokensPerMinute of prompts and answers together; at least 1
 * @param concurrent requests at the same time; at least 1
 */
public record Limits(long requestsPerMinute, long tokensPerMinute, int concurrent) {

    public Limits {
        if (requestsPerMinute < 1 || tokensPerMinute < 1 || concurrent < 1) {
            throw new IllegalArgumentException("each limit is at least 1; revoke the key to let nobody in");
        }
    }

    /**
     * What one of several gateways lets pass, so that all of them together stay within the limit. Never nothing: where a
     * limit is smaller than the number of gateways, all of them together let one each pass.
     */
    public Limits sharedBy(int gateways) {
        return gateways == 1
                ? this
                : new Limits(
                        Math.max(1, requestsPerMinute / gateways),
                        Math.max(1, tokensPerMinute / gateways),
                        Math.max(1, concurrent / gateways));
    }
}
