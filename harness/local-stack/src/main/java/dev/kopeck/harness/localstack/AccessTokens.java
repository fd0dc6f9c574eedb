package dev.kopeck.harness.localstack;

/**
 * The tokens of one stack: who may do what in billing's REST API.
 *
 * @param admin may do everything
 * @param operator moves money, and sets no price
 * @param door telegram-service's and llm-gateway-service's: meets users and asks what their keys may do
 */
record AccessTokens(AccessToken admin, AccessToken operator, AccessToken door) {

    static final String ADMIN = "KOPECK_ADMIN_TOKEN";
    static final String OPERATOR = "KOPECK_OPERATOR_TOKEN";
    static final String DOOR = "KOPECK_DOOR_TOKEN";

    static AccessTokens of(StackSettings settings, StackFolder folder) {
        return new AccessTokens(
                AccessToken.of(settings, ADMIN, folder.adminToken()),
                AccessToken.of(settings, OPERATOR, folder.operatorToken()),
                AccessToken.of(settings, DOOR, folder.doorToken()));
    }
}
