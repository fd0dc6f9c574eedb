package dev.kopeck.billing.domain;

/**
 * What keeps an account from reserving. One does not lift another: an account that is parked while it is frozen stays
 * frozen when it is unparked.
 *
 * @param frozen by an operator, who may unfreeze it
 * @param closed by an operator, for good
 * @param parked by the checks of the books
 */
public record Standing(boolean frozen, boolean closed, boolean parked) {

    public static final Standing GOOD = new Standing(false, false, false);

    public AccountStatus status() {
        if (closed) {
            return AccountStatus.CLOSED;
        }
        if (parked) {
            return AccountStatus.PARKED;
        }
        return frozen ? AccountStatus.FROZEN : AccountStatus.ACTIVE;
    }

    Standing withFrozen(boolean nowFrozen) {
        return new Standing(nowFrozen, closed, parked);
    }

    Standing asClosed() {
        return new Standing(frozen, true, parked);
    }
}
