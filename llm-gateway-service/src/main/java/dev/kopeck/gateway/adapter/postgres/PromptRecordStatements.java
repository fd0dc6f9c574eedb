package dev.kopeck.gateway.adapter.postgres;

/** What is asked of the database, each a single statement: check and act are one. */
final class PromptRecordStatements {

    /** Returns the number of claims where the claim is granted, and no row where it is not. */
    static final String CLAIM = """
            insert into prompt_record as r
                (prompt_id, payer, channel, account_id, model, price_version, status, owner, lease_until, claims)
            values ($1, $2, $3, $4, $5, $6, 'claimed', $7, now() + $8::interval, 1)
            on conflict (prompt_id) do update
                set owner = excluded.owner, lease_until = excluded.lease_until, claims = r.claims + 1
                where r.status = 'claimed' and r.lease_until <= now()
            returning claims
            """;

    static final String FIND = """
            select status, outcome, input_tokens, cached_input_tokens, cache_write_tokens, output_tokens,
                reasoning_tokens, clamped, estimated, attempts, finish_reason, problem_code, problem_message, answer,
                queue_ms, first_token_ms, process_ms
            from prompt_record where prompt_id = $1
            """;

    static final String FINISH = """
            update prompt_record set
                status = 'finished', finished_at = now(), outcome = $4, input_tokens = $5, cached_input_tokens = $6,
                cache_write_tokens = $7, output_tokens = $8, reasoning_tokens = $9, clamped = $10, estimated = $11,
                attempts = $12, finish_reason = $13, problem_code = $14, problem_message = $15, answer = $16,
                queue_ms = $17, first_token_ms = $18, process_ms = $19
            where prompt_id = $1 and owner = $2 and claims = $3 and status = 'claimed'
            """;

    static final String RENEW = """
            update prompt_record set lease_until = now() + $3::interval
            where prompt_id = any ($1) and owner = $2 and status = 'claimed'
            """;

    /** Without an index on owner: happens once, when a gateway stops, and the claimed are the youngest rows. */
    static final String RELEASE = """
            update prompt_record set lease_until = now()
            where owner = $1 and status = 'claimed' and created_at > now() - interval '1 day'
            """;

    /** Those of the prompt API have a time of their own. */
    static final String FORGET_TEXTS = """
            update prompt_record set answer = null
            where prompt_id in (
                select prompt_id from prompt_record r
                where r.created_at < now() - $1::interval and r.answer is not null
                    and not exists (select 1 from api_prompt p where p.prompt_id = r.prompt_id)
                order by r.created_at limit $2)
            """;

    static final String FORGET_PROMPTS = """
            delete from prompt_record
            where prompt_id in (
                select prompt_id from prompt_record
                where created_at < now() - $1::interval
                order by created_at limit $2)
            """;

    private PromptRecordStatements() {}
}
