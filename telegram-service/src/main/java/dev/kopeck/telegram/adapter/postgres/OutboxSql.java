package dev.kopeck.telegram.adapter.postgres;

/** The statements of {@link PostgresOutbox}. Each is one transaction; the lease is checked in every write of a worker. */
final class OutboxSql {

    private OutboxSql() {}

    /** The first time counts. The answer joins the conversation; a question without one leaves it. */
    static final String FINISHED = """
            with told as (
                update delivery
                set outcome = $2, answer = $3, finish_reason = $4, problem = $5, finished_at = now(),
                    revision = revision + 1, closed_at = case when dropped then closed_at end,
                    next_attempt_at = case when dropped then null else now() end
                where prompt_id = $1 and finished_at is null
                returning prompt_id, chat_id, thread_id
            ), joined as (
                update turn set answer = $3 where prompt_id = $1 and $6 and exists (select from told)
            ), left_out as (
                delete from turn where prompt_id = $1 and not $6 and exists (select from told)
            )
            select prompt_id, chat_id, thread_id from told
            """;

    /** The first time counts, except that a late charge follows an expiry. */
    static final String CHARGED = """
            with told as (
                update delivery
                set charge_resolution = $2, charged = $3, balance = $4, charge_currency = $5, estimated = $6,
                    revision = revision + 1, closed_at = case when dropped then closed_at end,
                    next_attempt_at = case when dropped then null else now() end
                where prompt_id = $1
                  and (charge_resolution is null or (charge_resolution = 'EXPIRED' and $2 <> 'EXPIRED'))
                returning prompt_id, chat_id, thread_id, finished_at
            ), left_out as (
                delete from turn
                where prompt_id = $1 and $2 = 'EXPIRED' and exists (select from told where finished_at is null)
            )
            select prompt_id, chat_id, thread_id from told
            """;

    static final String REFUSED = """
            with told as (
                update delivery
                set refusal_reason = $2, refusal_model = $3, needed = $4, available = $5, refusal_currency = $6,
                    revision = revision + 1, closed_at = case when dropped then closed_at end,
                    next_attempt_at = case when dropped then null else now() end
                where prompt_id = $1 and refusal_reason is null
                returning prompt_id, chat_id, thread_id
            ), left_out as (
                delete from turn where prompt_id = $1 and exists (select from told)
            )
            select prompt_id, chat_id, thread_id from told
            """;

    /** Round by round over the chats: by time alone, a chat with more than the limit would hide all others. */
    static final String DUE = """
            select prompt_id, chat_id, thread_id from (
                select d.prompt_id, d.chat_id, d.thread_id, d.next_attempt_at,
                       row_number() over (partition by d.chat_id order by d.next_attempt_at) as round
                from delivery d join chat c using (bot_id, chat_id)
                where d.bot_id = $1 and d.next_attempt_at <= now()
                  and (d.lease_until is null or d.lease_until <= now())
                  and (c.cooldown_until is null or c.cooldown_until <= now())
            ) due
            order by round, next_attempt_at limit $2
            """;

    static final String CLAIM = """
            update delivery d
            set lease_until = now() + $3::bigint * interval '1 millisecond', lease_owner = $4
            from chat c
            where d.prompt_id = $1 and d.bot_id = $2 and c.bot_id = d.bot_id and c.chat_id = d.chat_id
              and d.next_attempt_at <= now()
              and (d.lease_until is null or d.lease_until <= now())
              and (c.cooldown_until is null or c.cooldown_until <= now())
            returning %s
            """.formatted(DeliveryRows.COLUMNS);

    /** What is given up has been told its end: previews would write over it. */
    private static final String END_IS_UNKNOWN =
            "d.notice is null and d.sent_body is null and d.outcome is null and d.charge_resolution is null and d.refusal_reason is null";

    static final String AWAITING =
            "select d.chat_id, d.thread_id from delivery d where d.prompt_id = $1 and d.bot_id = $2 and %s"
                    .formatted(END_IS_UNKNOWN);

    static final String CLAIM_PREVIEW = """
            update delivery d
            set lease_until = now() + $3::bigint * interval '1 millisecond', lease_owner = $4
            from chat c
            where d.prompt_id = $1 and d.bot_id = $2 and c.bot_id = d.bot_id and c.chat_id = d.chat_id
              and %s and d.placeholder_id is not null
              and (d.lease_until is null or d.lease_until <= now())
              and (c.cooldown_until is null or c.cooldown_until <= now()) and c.undeliverable_at is null
            returning d.placeholder_id
            """.formatted(END_IS_UNKNOWN);

    static final String RELEASE_PREVIEW =
            "update delivery set lease_until = null, lease_owner = null where prompt_id = $1 and lease_owner = $2";

    private static final String KEEPING_LEASE = """
            update delivery d
            set %s,
                failures = 0, refusals = 0, lease_until = now() + $3::bigint * interval '1 millisecond'
            from chat c
            where d.prompt_id = $1 and d.lease_owner = $2 and c.bot_id = d.bot_id and c.chat_id = d.chat_id
            returning %s
            """;

    static final String PLACEHELD = KEEPING_LEASE.formatted("placeholder_id = $4", DeliveryRows.COLUMNS);

    static final String DETACHED = KEEPING_LEASE.formatted("""
            placeholder_id = null, sent_body = null, sent_upto = 0, sent_last_from = 0, last_message_id = null,
                footer_shown = false""", DeliveryRows.COLUMNS);

    static final String WORDED = KEEPING_LEASE.formatted("notice_text = $4", DeliveryRows.COLUMNS);

    static final String SHOWN = KEEPING_LEASE.formatted("""
            sent_body = $4, sent_upto = $5, sent_last_from = $6, last_message_id = $7, footer_shown = $8""", DeliveryRows.COLUMNS);

    static final String REST = """
            update delivery
            set lease_until = null, lease_owner = null, failures = 0, refusals = 0,
                next_attempt_at = case when revision = $3 then $4::timestamptz else now() end
            where prompt_id = $1 and lease_owner = $2
            returning revision <> $3 as goes_on
            """;

    static final String CLOSE = """
            update delivery
            set lease_until = null, lease_owner = null, failures = 0, refusals = 0,
                next_attempt_at = case when revision = $3 then null else now() end,
                closed_at = case when revision = $3 then now() end
            where prompt_id = $1 and lease_owner = $2
            returning revision <> $3 as goes_on
            """;

    static final String POSTPONE = """
            update delivery
            set lease_until = null, lease_owner = null, failures = failures + 1,
                refusals = case when $4 then refusals + 1 else refusals end,
                next_attempt_at = now() + $3::bigint * interval '1 millisecond'
            where prompt_id = $1 and lease_owner = $2
            """;

    static final String DROP = """
            update delivery
            set lease_until = null, lease_owner = null, next_attempt_at = null, closed_at = now(), dropped = true
            where prompt_id = $1 and lease_owner = $2
            """;

    static final String COOL_DOWN = """
            update chat
            set cooldown_until = greatest(cooldown_until, now() + $3::bigint * interval '1 millisecond')
            where bot_id = $1 and chat_id = $2
            """;

    static final String MARK_GONE =
            "update chat set undeliverable_at = coalesce(undeliverable_at, now()) where bot_id = $1 and chat_id = $2";

    static final String MOVED = """
            with arrived as (
                insert into chat (bot_id, chat_id) values ($1, $3) on conflict (bot_id, chat_id) do nothing
            ), deliveries as (
                update delivery set chat_id = $3, placeholder_id = null where bot_id = $1 and chat_id = $2
            )
            update turn set chat_id = $3 where bot_id = $1 and chat_id = $2
            """;

    static final String FORGET = """
            with old as (
                delete from delivery where prompt_id in (
                    select prompt_id from delivery
                    where bot_id = $1 and closed_at < now() - $2::bigint * interval '1 millisecond'
                    limit $3 for update skip locked)
                returning prompt_id
            ), prompts as (
                delete from prompt using old where prompt.prompt_id = old.prompt_id
            ), turns as (
                delete from turn using old where turn.prompt_id = old.prompt_id
            )
            select count(*)::integer as forgotten from old
            """;
}
