package dev.kopeck.telegram.adapter.postgres;

import dev.kopeck.contracts.event.Channel;
import dev.kopeck.contracts.event.PromptContent;
import dev.kopeck.contracts.event.PromptSubmitted;
import dev.kopeck.contracts.identity.Payer;
import dev.kopeck.contracts.identity.PromptId;
import dev.kopeck.contracts.wire.EventCodec;
import dev.kopeck.contracts.wire.MalformedEventException;
import dev.kopeck.telegram.application.Inbox;
import dev.kopeck.telegram.application.StoredPrompt;
import dev.kopeck.telegram.application.UnstorableException;
import dev.kopeck.telegram.domain.BotIdentity;
import dev.kopeck.telegram.domain.ChatAddress;
import dev.kopeck.telegram.domain.NoticeKind;
import dev.kopeck.telegram.domain.Turn;
import dev.kopeck.telegram.domain.Update.Origin;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/** {@link Inbox} in PostgreSQL. */
@ApplicationScoped
class PostgresInbox implements Inbox {

    private static final String PROMPT = """
            select prompt_id, payer, model, input_tokens, max_output_tokens, priority, content
            from prompt where prompt_id = $1
            """;

    private static final String CONVERSATION = """
            select question, answer from (
                select question, answer, position from turn
                where bot_id = $1 and chat_id = $2 and thread_id = $3
                order by position desc limit $4
            ) newest order by position
            """;

    /** A chat that writes can be written to again. */
    private static final String CHAT_WRITES = """
            insert into chat (bot_id, chat_id) values ($1, $2)
            on conflict (bot_id, chat_id) do update set undeliverable_at = null
            where chat.undeliverable_at is not null
            """;

    private static final String ACCEPT = """
            with accepted as (
                insert into prompt (prompt_id, payer, model, input_tokens, max_output_tokens, priority, content)
                values ($4, $6, $8, $9, $10, $11, $12)
                on conflict (prompt_id) do nothing
                returning prompt_id
            ), owed as (
                insert into delivery (
                    prompt_id, bot_id, chat_id, thread_id, message_id, payer, language, next_attempt_at)
                select prompt_id, $1, $2, $3, $5, $6, $7, now() from accepted
                on conflict (prompt_id) do nothing
            ), said as (
                insert into turn (prompt_id, bot_id, chat_id, thread_id, question)
                select prompt_id, $1, $2, $3, $13 from accepted
                on conflict (prompt_id) do nothing
            ), chat_writes as (
                %s
            )
            select count(*) as accepted from accepted
            """.formatted(CHAT_WRITES);

    private static final String OWE = """
            with owed as (
                insert into delivery (
                    prompt_id, bot_id, chat_id, thread_id, message_id, payer, language, notice, next_attempt_at)
                values ($4, $1, $2, $3, $5, $6, $7, $8, now())
                on conflict (prompt_id) do nothing
                returning prompt_id
            ), forgotten as (
                delete from turn
                where $9 and bot_id = $1 and chat_id = $2 and thread_id = $3 and exists (select from owed)
            )
            %s
            """.formatted(CHAT_WRITES);

    private static final String SET_ASIDE = """
            insert into update_set_aside (bot_id, update_id, reason) values ($1, $2, $3)
            on conflict (bot_id, update_id) do nothing
            """;

    private final Database database;
    private final EventCodec codec;

    PostgresInbox(Database database, EventCodec codec) {
        this.database = database;
        this.codec = codec;
    }

    @Override
    public Uni<Optional<StoredPrompt>> prompt(PromptId id) {
        return database.one(PROMPT, Tuple.of(id.value()), this::promptOf);
    }

    @Override
    public Uni<List<Turn>> conversation(BotIdentity bot, ChatAddress chat, int turnsMax) {
        return database.all(
                CONVERSATION,
                Tuple.of(bot.id(), chat.chatId(), chat.threadId(), turnsMax),
                row -> new Turn(row.getString("question"), row.getString("answer")));
    }

    @Override
    public Uni<StoredPrompt> accept(BotIdentity bot, Origin origin, String question, StoredPrompt prompt) {
        var facts = prompt.facts();
        var values = addressed(bot, origin)
                .addString(facts.model())
                .addLong(facts.inputTokens())
                .addLong(facts.maxOutputTokens())
                .addInteger(facts.priority())
                .addBuffer(Buffer.buffer(codec.writeContent(prompt.content())))
                .addString(question);
        return database.run(ACCEPT, values)
                .map(rows -> rows.iterator().next().getLong("accepted") > 0)
                .chain(isNew -> isNew ? Uni.createFrom().item(prompt) : stored(facts.promptId()));
    }

    @Override
    public Uni<Void> owe(BotIdentity bot, Origin origin, NoticeKind kind) {
        var values = addressed(bot, origin).addString(kind.name()).addBoolean(kind == NoticeKind.NEW_CONVERSATION);
        return database.change(OWE, values);
    }

    @Override
    public Uni<Void> setAside(BotIdentity bot, long updateId, String reason) {
        return database.change(SET_ASIDE, Tuple.of(bot.id(), updateId, reason));
    }

    /** The first seven values of whatever a message asks for. */
    private static Tuple addressed(BotIdentity bot, Origin origin) {
        return Tuple.tuple()
                .addLong(bot.id())
                .addLong(origin.chat().chatId())
                .addLong(origin.chat().threadId())
                .addUUID(origin.promptId(bot).value())
                .addLong(origin.messageId())
                .addString(origin.payer().value())
                .addString(origin.language());
    }

    private Uni<StoredPrompt> stored(PromptId id) {
        return prompt(id)
                .map(found ->
                        found.orElseThrow(() -> new IllegalStateException("a prompt was there and is gone: " + id)));
    }

    private StoredPrompt promptOf(Row row) {
        var facts = new PromptSubmitted(
                new PromptId(row.getUUID("prompt_id")),
                new Payer(row.getString("payer")),
                Channel.TELEGRAM,
                row.getString("model"),
                row.getLong("input_tokens"),
                row.getLong("max_output_tokens"),
                row.getInteger("priority"));
        return new StoredPrompt(facts, contentOf(row));
    }

    private PromptContent contentOf(Row row) {
        try {
            return codec.read(row.getBuffer("content").getBytes(), PromptContent.class);
        } catch (MalformedEventException e) {
            throw new UnstorableException("a stored prompt cannot be read: " + e.getMessage());
        }
    }
}
