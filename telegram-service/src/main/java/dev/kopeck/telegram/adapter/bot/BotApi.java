package dev.kopeck.telegram.adapter.bot;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The methods of the Bot API that are used here; names and fields are Telegram's. Answers stay as they come, because what
 * Telegram says with an error is as much an answer as what it says with success.
 */
@Path("/")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
interface BotApi {

    @POST
    @Path("getMe")
    Uni<Response> getMe();

    @POST
    @Path("getUpdates")
    Uni<Response> getUpdates(GetUpdates request);

    @POST
    @Path("sendMessage")
    Uni<Response> sendMessage(SendMessage request);

    @POST
    @Path("editMessageText")
    Uni<Response> editMessageText(EditMessageText request);

    @POST
    @Path("sendChatAction")
    Uni<Response> sendChatAction(SendChatAction request);

    @POST
    @Path("setMyCommands")
    Uni<Response> setMyCommands(SetMyCommands request);

    /** @param timeout seconds */
    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(Include.NON_NULL)
    record GetUpdates(@Nullable Long offset, int limit, long timeout, List<String> allowedUpdates) {}

    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(Include.NON_NULL)
    record SendMessage(
            long chatId,
            @Nullable Long messageThreadId,
            String text,
            LinkPreviewOptions linkPreviewOptions,
            @Nullable ReplyParameters replyParameters) {}

    @JsonNaming(SnakeCaseStrategy.class)
    record EditMessageText(long chatId, long messageId, String text, LinkPreviewOptions linkPreviewOptions) {}

    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(Include.NON_NULL)
    record SendChatAction(long chatId, @Nullable Long messageThreadId, String action) {}

    record SetMyCommands(List<BotCommand> commands) {}

    record BotCommand(String command, String description) {}

    @JsonNaming(SnakeCaseStrategy.class)
    record LinkPreviewOptions(boolean isDisabled) {}

    @JsonNaming(SnakeCaseStrategy.class)
    record ReplyParameters(long messageId, boolean allowSendingWithoutReply) {}
}
