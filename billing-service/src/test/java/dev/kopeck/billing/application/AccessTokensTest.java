package dev.kopeck.billing.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kopeck.billing.domain.Role;
import java.util.List;
import org.junit.jupiter.api.Test;

class AccessTokensTest {

    private final AccessToken door = AccessToken.of("door", Role.DOOR, "token-of-the-door");
    private final AccessToken admin = AccessToken.of("admin", Role.ADMIN, "token-of-the-admin");

    @Test
    void eachTokenIsFoundWhereverItStands() {
        var tokens = new AccessTokens(List.of(door, admin));
        assertThat(tokens.find("token-of-the-door")).contains(door);
        assertThat(tokens.find("token-of-the-admin")).contains(admin);
        assertThat(tokens.find("token-of-the-admi")).isEmpty();
        assertThat(tokens.find("token-of-the-admin ")).isEmpty();
        assertThat(tokens.find("")).isEmpty();
        assertThat(new AccessTokens(List.of()).find("")).isEmpty();
    }

    @Test
    void oneTokenForTwoNamesIsRefusedWithoutShowingIt() {
        var twice = List.of(admin, AccessToken.of("bob", Role.VIEWER, "token-of-the-admin"));
        assertThatThrownBy(() -> new AccessTokens(twice))
                .hasMessageContaining("\"admin\" and \"bob\" are the same")
                .hasMessageNotContaining("token-of-the-admin");
    }

    @Test
    void doorsOpenNothingForPeople() {
        // Given
        var tokens = new AccessTokens(List.of(door));
        boolean before = tokens.letPeopleIn();
        // When
        tokens.accept(admin);
        // Then
        assertThat(before).isFalse();
        assertThat(tokens.letPeopleIn()).isTrue();
        assertThat(tokens.find("token-of-the-admin")).contains(admin);
    }

    @Test
    void nothingOfATokenIsShown() {
        assertThat(admin.toString()).isEqualTo("AccessToken[name=admin, role=admin]");
    }
}
