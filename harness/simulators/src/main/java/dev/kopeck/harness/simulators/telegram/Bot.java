package dev.kopeck.harness.simulators.telegram;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kopeck.harness.simulators.http.Json;

/** The one bot that this simulator knows; its id is the number before the colon of its token, as at Telegram. */
record Bot(String token, String name, String username) {

    Bot {
        if (!token.matches("\\d{1,15}:[\\w-]{1,100}")) {
            throw new IllegalArgumentException(
                    "a bot's token is a number, a colon, then letters, digits, - or _: 7000000001:local");
        }
    }

    long id() {
        return Long.parseLong(token.substring(0, token.indexOf(':')));
    }

    ObjectNode userJson() {
        return Json.object()
                .put("id", id())
                .put("is_bot", true)
                .put("first_name", name)
                .put("username", username);
    }

    ObjectNode meJson() {
        return userJson()
                .put("can_join_groups", false)
                .put("can_read_all_group_messages", false)
                .put("supports_inline_queries", false)
                .put("can_connect_to_business", false)
                .put("has_main_web_app", false);
    }

    @Override
    public String toString() {
        return "Bot[id=" + id() + "]";
    }
}
