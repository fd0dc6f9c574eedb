package dev.kopeck.gateway.application;

/** What follows where the reader of a call has left before its end. */
public interface Aftermath<T> {

    /**
     * The call goes on, and says this to nobody.
     *
     * @return whether that is enough, such as the usage that was waited for
     */
    boolean hears(T item);

    /**
     * Nothing more is heard of the call: it has ended, or was cancelled. Called once, and only where the reader has left.
     *
     * @param heardOut whether the call said all that was waited for
     */
    void isOver(boolean heardOut);
}
