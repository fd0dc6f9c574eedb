package dev.kopeck.harness.simulators.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.nio.charset.StandardCharsets;

/** Checks reply markups as far as Telegram refuses them. */
final class Keyboards {

    private static final int CALLBACK_DATA_BYTES_MAX = 64;
    private static final int BUTTONS_MAX = 100;

    private Keyboards() {}

    /** The markup, or a JSON null where the call has none or an empty inline keyboard. */
    static JsonNode of(Parameters parameters) {
        JsonNode markup = parameters.json("reply_markup");
        if (markup.isMissingNode() && parameters.text("reply_markup").isEmpty()) {
            return NullNode.getInstance();
        }
        if (!markup.isObject()) {
            throw BotApiProblem.badRequest("can't parse reply keyboard markup JSON object");
        }
        if (!markup.has("inline_keyboard")) {
            return markup;
        }
        return check(markup.path("inline_keyboard")) == 0 ? NullNode.getInstance() : markup;
    }

    private static int check(JsonNode rows) {
        if (!rows.isArray()) {
            throw BotApiProblem.badRequest("field \"inline_keyboard\" of the InlineKeyboardMarkup must be an Array");
        }
        int buttons = 0;
        for (JsonNode row : rows) {
            if (!row.isArray()) {
                throw BotApiProblem.badRequest(
                        "field \"inline_keyboard\" of the InlineKeyboardMarkup must be an Array of Arrays");
            }
            for (JsonNode button : row) {
                check(buttons++, button);
            }
        }
        return buttons;
    }

    private static void check(int before, JsonNode button) {
        if (before >= BUTTONS_MAX) {
            throw BotApiProblem.badRequest("reply markup is too long");
        }
        if (button.path("text").asText("").isBlank()) {
            throw BotApiProblem.badRequest("can't parse inline keyboard button: Field \"text\" must be of type String");
        }
        if (button.has("callback_data")) {
            int bytes = button.path("callback_data").asText("").getBytes(StandardCharsets.UTF_8).length;
            if (bytes < 1 || bytes > CALLBACK_DATA_BYTES_MAX) {
                throw BotApiProblem.badRequest("BUTTON_DATA_INVALID");
            }
        } else if (button.size() < 2) {
            throw BotApiProblem.badRequest(
                    "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard");
        }
    }
}
