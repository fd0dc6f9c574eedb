package dev.kopeck.harness.localstack;

import java.nio.file.Path;

/** What is where below {@code .kopeck/}. */
record StackFolder(Path home) {

    Path postgres() {
        return home.resolve("data/postgres");
    }

    Path kafka() {
        return home.resolve("data/kafka");
    }

    /** The simulated Telegram's chats. */
    Path chats() {
        return home.resolve("data/telegram-simulator.json");
    }

    /** PostgreSQL's unpacked programs: worth keeping, never data. */
    Path programs() {
        return home.resolve("programs");
    }

    Path logs() {
        return home.resolve("logs");
    }

    Path log(String process) {
        return logs().resolve(process + ".log");
    }

    Path stackFile() {
        return home.resolve("stack.json");
    }

    Path lock() {
        return home.resolve("lock");
    }

    Path adminToken() {
        return home.resolve("admin-token");
    }

    Path operatorToken() {
        return home.resolve("operator-token");
    }

    Path doorToken() {
        return home.resolve("door-token");
    }
}
