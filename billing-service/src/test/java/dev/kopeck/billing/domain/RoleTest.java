package dev.kopeck.billing.domain;

import static dev.kopeck.billing.domain.Role.ADMIN;
import static dev.kopeck.billing.domain.Role.DOOR;
import static dev.kopeck.billing.domain.Role.OPERATOR;
import static dev.kopeck.billing.domain.Role.VIEWER;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RoleTest {

    @Test
    void eachPersonMayDoWhatTheOneBeforeMay() {
        assertThat(ADMIN.actsAs()).containsExactlyInAnyOrder(ADMIN, OPERATOR, VIEWER, DOOR);
        assertThat(OPERATOR.actsAs()).containsExactlyInAnyOrder(OPERATOR, VIEWER, DOOR);
        assertThat(VIEWER.actsAs()).containsExactly(VIEWER);
    }

    @Test
    void aDoorCanNeitherLookAroundNorMoveMoney() {
        assertThat(DOOR.actsAs()).containsExactly(DOOR);
    }
}
