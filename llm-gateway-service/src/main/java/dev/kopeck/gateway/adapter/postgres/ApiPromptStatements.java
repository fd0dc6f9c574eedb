package dev.kopeck.gateway.adapter.postgres;

/** What is asked of the database about prompts of the prompt API, each a single statement. */
final class ApiPromptStatements {

    /** No row where the key was used before, or where too many wait for Kafka. */
    static final String PLACE = """
            insert into api_prompt
                (prompt_id, account_id, key_id, idempotency_key, request_hash, model, input_tokens, max_output_tokens,
                priority, messages, texts_kept_for, messages_kept, callback_url)
            select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13
            where (select count(*) from (select 1 from api_prompt where published_at is null limit $14) waiting) < $14
            on conflict (account_id, idempotency_key) where idempotency_key is not null do nothing
            returning prompt_id
            """;

    static final String PLACED_BEFORE = """
            select prompt_id, request_hash from api_prompt where account_id = $1 and idempotency_key = $2
            """;

    /** Where a prompt stands, in the words of PromptState; a position that nobody renews is none. */
    private static final String STATE = """
            case
                when p.resolution = 'declined' then 'declined'
                when r.outcome = 'completed' then 'completed'
                when r.outcome = 'cancelled' then 'cancelled'
                when r.outcome is not null or p.resolution is not null then 'failed'
                when r.status = 'claimed' and (p.position_at is null or p.position_at < now() - interval '3 seconds')
                    then 'running'
                else 'queued'
            end
            """;

    private static final String COLUMNS = """
            p.prompt_id, p.account_id, p.model, p.max_output_tokens, p.priority, p.created_at,
            p.cancel_asked_at is not null as cancel_requested, p.ended_at, p.decline_reason, p.needed, p.available,
            p.charged, p.currency, p.callback_url, p.callback_attempts,
            case when p.position_at >= now() - interval '3 seconds' then p.position end as position,
            r.outcome, r.input_tokens as used_input, r.cached_input_tokens, r.cache_write_tokens,
            r.output_tokens as used_output, r.reasoning_tokens, r.clamped, r.estimated, r.attempts, r.finish_reason,
            r.problem_code, r.problem_message, r.queue_ms, r.first_token_ms, r.process_ms,
            %s as state""".formatted(STATE);

    static final String FIND = """
            select %s, r.answer from api_prompt p left join prompt_record r using (prompt_id)
            where p.prompt_id = $1 and p.account_id = $2
            """.formatted(COLUMNS);

    /**
     * Looks at a bounded number of prompts, whatever is looked for: the last one that was looked at is in each row, also in
     * the only one where nothing was found.
     */
    static final String LIST = """
            with seen as materialized (
                select * from api_prompt
                where account_id = $1 and ($2::uuid is null or prompt_id < $2)
                    and ($3::text is null or model = $3)
                    and ($4::timestamptz is null or created_at >= $4)
                    and ($5::timestamptz is null or created_at < $5)
                order by prompt_id desc limit $7),
            found as (
                select %s, null::text as answer from seen p left join prompt_record r using (prompt_id)
                where $6::text is null or %s = $6
                order by p.prompt_id desc limit $8)
            select found.*, edge.last_seen, edge.seen_count
            from (select (select prompt_id from seen order by prompt_id limit 1) as last_seen,
                (select count(*) from seen) as seen_count) edge
            left join found on true
            order by found.prompt_id desc
            """.formatted(COLUMNS, STATE);

    /** One that billing has ended, or that has its answer already, stays as it is. */
    static final String WITHDRAW = """
            update api_prompt p set cancel_asked_at = now()
            where p.prompt_id = $1 and p.account_id = $2 and p.cancel_asked_at is null and p.ended_at is null
                and not exists (select 1 from prompt_record r where r.prompt_id = $1 and r.status = 'finished')
            """;

    static final String PUBLISHED =
            "update api_prompt set published_at = now() where prompt_id = $1 and published_at is null";

    static final String CANCEL_TOLD =
            "update api_prompt set cancel_told_at = now() where prompt_id = $1 and cancel_told_at is null";

    static final String UNPUBLISHED = """
            select prompt_id, account_id, key_id, model, input_tokens, max_output_tokens, priority from api_prompt
            where published_at is null and created_at < now() - $1::interval
            order by created_at limit $2
            """;

    static final String CANCELS_UNTOLD = """
            select prompt_id, account_id from api_prompt
            where cancel_asked_at is not null and cancel_told_at is null and cancel_asked_at < now() - $1::interval
            order by cancel_asked_at limit $2
            """;

    static final String QUESTION =
            "select messages, cancel_asked_at is not null as withdrawn from api_prompt where prompt_id = $1";

    /** Nobody sees how a declined prompt goes on, so its text is forgotten like any other's. */
    private static final String ENDS = """
            ended_at = now(), texts_until = now() + texts_kept_for,
            messages = case when messages_kept then messages end,
            callback_due = case when callback_url is not null then now() end
            """;

    static final String DECLINED = """
            update api_prompt p set resolution = 'declined', decline_reason = $2, needed = $3, available = $4,
                currency = $5, charged = 0, %s
            where p.prompt_id = $1 and p.resolution is null
            returning p.account_id, p.key_id, p.input_tokens + p.max_output_tokens as reserved, 0::bigint as used
            """.formatted(ENDS);

    /** A late settlement follows an expiry, and replaces it. */
    static final String SETTLED = """
            update api_prompt p set resolution = $2, charged = $3, currency = $4, %s
            where p.prompt_id = $1
                and (p.resolution is null or (p.resolution = 'expired' and $2 = 'settled_late'))
            returning p.account_id, p.key_id, p.input_tokens + p.max_output_tokens as reserved,
                coalesce((select r.input_tokens + r.output_tokens from prompt_record r
                    where r.prompt_id = p.prompt_id), 0) as used
            """.formatted(ENDS);

    static final String FORGET_TEXTS = """
            with old as (
                select prompt_id from api_prompt where texts_until < now()
                order by texts_until limit $1 for update skip locked),
            answers as (
                update prompt_record set answer = null
                where prompt_id in (select prompt_id from old) and answer is not null)
            update api_prompt set messages = null, texts_until = null
            where prompt_id in (select prompt_id from old)
            """;

    static final String FORGET_PROMPTS = """
            delete from api_prompt
            where prompt_id in (
                select prompt_id from api_prompt where created_at < now() - $1::interval
                order by created_at limit $2 for update skip locked)
            """;

    static final String TAKE_CALLBACKS = """
            with due as (
                select prompt_id from api_prompt where callback_due <= now()
                order by callback_due limit $2 for update skip locked),
            p as (
                update api_prompt set callback_due = now() + $1::interval, callback_attempts = callback_attempts + 1
                where prompt_id in (select prompt_id from due)
                returning *)
            select %s, r.answer from p left join prompt_record r using (prompt_id)
            """.formatted(COLUMNS);

    static final String CALLBACK_OVER =
            "update api_prompt set callback_due = null, callback_outcome = $2 where prompt_id = $1";

    static final String CALLBACK_LATER =
            "update api_prompt set callback_due = now() + $2::interval where prompt_id = $1";

    static final String POSITIONS = """
            update api_prompt p set position = w.position, position_at = now()
            from unnest($1::uuid[], $2::int[]) as w (prompt_id, position)
            where p.prompt_id = w.prompt_id and p.ended_at is null
            """;

    private ApiPromptStatements() {}
}
