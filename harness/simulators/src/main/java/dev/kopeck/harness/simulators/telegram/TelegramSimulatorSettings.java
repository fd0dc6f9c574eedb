package dev.kopeck.harness.simulators.telegram;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * What a Telegram simulator starts with.
 *
 * @param host address to listen on
 * @param port 0 for any free one
 * @param token the only token that is not answered with 401; the number before its colon is the bot's id
 * @param users who exists from the beginning; none of them has written to the bot yet
 * @param dataFile where present, chats and unconfirmed updates are kept there across restarts
 */
public record TelegramSimulatorSettings(
        String host,
        int port,
        String token,
        String botName,
        String botUsername,
        List<SimulatedUser> users,
        Optional<Path> dataFile,
        Clock clock) {

    public static final String TOKEN = "7000000001:simulated-bot-token";

    public TelegramSimulatorSettings {
        users = List.copyOf(users);
    }

    /** Any port of the loopback address, the token {@value #TOKEN}, three users, nothing kept. */
    public static TelegramSimulatorSettings defaults() {
        return new TelegramSimulatorSettings(
                "127.0.0.1",
                0,
                TOKEN,
                "Kopeck",
                "kopeck_bot",
                List.of(
                        new SimulatedUser(1001, "Alice", "alice", "en"),
                        new SimulatedUser(1002, "Bob", "bob", "en"),
                        new SimulatedUser(1003, "Chloé", "", "fr")),
                Optional.empty(),
                Clock.systemUTC());
    }

    public TelegramSimulatorSettings withHost(String value) {
        return new TelegramSimulatorSettings(value, port, token, botName, botUsername, users, dataFile, clock);
    }

    public TelegramSimulatorSettings withPort(int value) {
        return new TelegramSimulatorSettings(host, value, token, botName, botUsername, users, dataFile, clock);
    }

    public TelegramSimulatorSettings withToken(String value) {
        return new TelegramSimulatorSettings(host, port, value, botName, botUsername, users, dataFile, clock);
    }

    public TelegramSimulatorSettings withUsers(List<SimulatedUser> value) {
        return new TelegramSimulatorSettings(host, port, token, botName, botUsername, value, dataFile, clock);
    }

    public TelegramSimulatorSettings withDataFile(Path value) {
        return new TelegramSimulatorSettings(host, port, token, botName, botUsername, users, Optional.of(value), clock);
    }

    public TelegramSimulatorSettings withClock(Clock value) {
        return new TelegramSimulatorSettings(host, port, token, botName, botUsername, users, dataFile, value);
    }

    @Override
    public String toString() {
        return "TelegramSimulatorSettings[host=" + host + ", port=" + port + "]";
    }
}
