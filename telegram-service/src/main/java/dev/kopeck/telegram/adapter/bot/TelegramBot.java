package dev.kopeck.telegram.adapter.bot;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kopeck.telegram.adapter.bot.BotApi.BotCommand;
import dev.kopeck.telegram.adapter.bot.BotApi.EditMessageText;
import dev.kopeck.telegram.adapter.bot.BotApi.GetUpdates;
import dev.kopeck.telegram.adapter.bot.BotApi.LinkPreviewOptions;
import dev.kopeck.telegram.adapter.bot.BotApi.ReplyParameters;
import dev.kopeck.telegram.adapter.bot.BotApi.SendChatAction;
import dev.kopeck.telegram.adapter.bot.BotApi.SendMessage;
import dev.kopeck.telegram.adapter.bot.BotApi.SetMyCommands;
import dev.kopeck.telegram.application.Bot;
import dev.kopeck.telegram.application.Reply;
import dev.kopeck.telegram.config.TelegramConfig;
import dev.kopeck.telegram.domain.BotIdentity;
import dev.kopeck.telegram.domain.ChatAddress;
import dev.kopeck.telegram.domain.Update;
import io.quarkus.rest.client.reactive.QuarkusRestClientBuilder;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * {@link Bot} over HTTP. The token is part of every URL, and the REST client's exceptions quote URLs: none of them
 * leaves this class, and only their kinds are logged.
 */
@ApplicationScoped
class TelegramBot implements Bot {

    private static final Logger LOG = Logger.getLogger(TelegramBot.class);

    /** Wide enough for local Bot API servers, narrow enough to be a path without escapes. */
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9:_-]{1,256}");

    private static final int UPDATES_MAX = 100;
    /** Told with every poll: where it is left out, Telegram keeps what some earlier program asked for. */
    private static final List<String> ALLOWED_UPDATES = List.of("message");
    /** A poll that Telegram holds to the end still has its way back to make. */
    private static final Duration POLL_GRACE = Duration.ofSeconds(10);

    private static final LinkPreviewOptions NO_LINK_PREVIEW = new LinkPreviewOptions(true);

    private final BotApi calls;
    private final BotApi polls;

    TelegramBot(TelegramConfig config) {
        var settings = config.bot();
        var uri = uri(settings.apiBaseUrl(), settings.token().orElse(""));
        calls = client(uri, settings.timeout(), settings.timeout());
        polls = client(uri, settings.timeout(), config.polling().timeout().plus(POLL_GRACE));
    }

    private static URI uri(URI apiBaseUrl, String token) {
        if (!TOKEN.matcher(token).matches()) {
            throw new IllegalStateException("TELEGRAM_BOT_TOKEN is no token of a bot");
        }
        return URI.create(apiBaseUrl.toString().replaceAll("/+$", "") + "/bot" + token);
    }

    private static BotApi client(URI uri, Duration connectTimeout, Duration readTimeout) {
        return QuarkusRestClientBuilder.newBuilder()
                .baseUri(uri)
                .connectTimeout(connectTimeout.toMillis(), TimeUnit.MILLISECONDS)
                .readTimeout(readTimeout.toMillis(), TimeUnit.MILLISECONDS)
                .disableDefaultMapper(true)
                .build(BotApi.class);
    }

    @Override
    public Uni<Reply<BotIdentity>> identity() {
        return reply(calls.getMe(), TelegramBot::readIdentity);
    }

    @Override
    public Uni<Reply<List<Update>>> updates(Optional<Long> offset, Duration wait) {
        var request = new GetUpdates(offset.orElse(null), UPDATES_MAX, wait.toSeconds(), ALLOWED_UPDATES);
        return reply(polls.getUpdates(request), UpdateReader::readAll);
    }

    @Override
    public Uni<Reply<Long>> send(ChatAddress chat, String text, @Nullable Long replyTo) {
        var reply = replyTo == null ? null : new ReplyParameters(replyTo, true);
        var request = new SendMessage(chat.chatId(), thread(chat), text, NO_LINK_PREVIEW, reply);
        return reply(calls.sendMessage(request), TelegramBot::readMessageId);
    }

    @Override
    public Uni<Reply<Long>> edit(ChatAddress chat, long messageId, String text) {
        var request = new EditMessageText(chat.chatId(), messageId, text, NO_LINK_PREVIEW);
        return envelope(calls.editMessageText(request))
                .map(answer -> answer.filter(Envelope::isNotModified).isPresent()
                        ? new Reply.Ok<>(messageId)
                        : replyOf(answer, _ -> Optional.of(messageId)));
    }

    @Override
    public Uni<Reply<Boolean>> typing(ChatAddress chat) {
        return reply(
                calls.sendChatAction(new SendChatAction(chat.chatId(), thread(chat), "typing")), TelegramBot::done);
    }

    @Override
    public Uni<Reply<Boolean>> register(List<CommandHint> commands) {
        var request = new SetMyCommands(commands.stream()
                .map(hint -> new BotCommand(hint.command(), hint.description()))
                .toList());
        return reply(calls.setMyCommands(request), TelegramBot::done);
    }

    private static <T> Uni<Reply<T>> reply(Uni<Response> call, Function<JsonNode, Optional<T>> result) {
        return envelope(call).map(answer -> replyOf(answer, result));
    }

    private static <T> Reply<T> replyOf(Optional<Envelope> answer, Function<JsonNode, Optional<T>> result) {
        return answer.map(envelope -> envelope.reply(result)).orElseGet(Reply.Unavailable::new);
    }

    /** Empty where there was no answer. */
    private static Uni<Optional<Envelope>> envelope(Uni<Response> call) {
        return call.map(TelegramBot::read)
                .onFailure()
                .invoke(e -> LOG.debugf("A call of the Bot API came to nothing: cause=%s", kind(e)))
                .onFailure()
                .recoverWithItem(Optional.empty());
    }

    private static Optional<Envelope> read(Response response) {
        var body = response.hasEntity() ? response.readEntity(String.class) : "";
        return Optional.of(Envelope.read(response.getStatus(), body));
    }

    private static String kind(Throwable e) {
        return e.getClass().getName();
    }

    private static @Nullable Long thread(ChatAddress chat) {
        return chat.hasThread() ? chat.threadId() : null;
    }

    private static Optional<BotIdentity> readIdentity(JsonNode me) {
        var id = me.path("id");
        return id.canConvertToLong() && id.isNumber()
                ? Optional.of(new BotIdentity(id.asLong(), me.path("username").asText("")))
                : Optional.empty();
    }

    private static Optional<Long> readMessageId(JsonNode message) {
        var id = message.path("message_id");
        return id.isNumber() ? Optional.of(id.asLong()) : Optional.empty();
    }

    private static Optional<Boolean> done(JsonNode result) {
        return Optional.of(result.asBoolean(true));
    }
}
