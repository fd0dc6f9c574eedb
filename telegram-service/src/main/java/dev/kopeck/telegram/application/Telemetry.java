package dev.kopeck.telegram.application;

/** Port: what is counted. Names are few and fixed: they become metric labels. */
public interface Telemetry {

    /** @param result ok, standby, conflict, too_many, rejected or unavailable */
    void polled(String result);

    /** @param kind prompt, notice, irrelevant or set_aside */
    void handled(String kind);

    /** @param result shown, unchanged, dropped or too_many */
    void previewed(String result);

    /** @param result what one step of a delivery came to */
    void delivered(String result);
}
