-- One row for each prompt that this gateway's group was authorised to answer: first the dispatch claim, later how it
-- ended, so that a prompt that is delivered again is answered from here in the same words.
--
-- Prompts are not kept, only answers, and those for a shorter time than the rest.
create table prompt_record (
    prompt_id uuid primary key,

    payer text not null,
    channel text not null,
    account_id bigint not null,
    model text not null,
    price_version integer not null,

    status text not null check (status in ('claimed', 'finished')),
    owner uuid not null,
    lease_until timestamptz not null,
    -- Claims until now. Each may have called a model, so it is also the fencing number of the current one.
    claims integer not null check (claims >= 1),

    outcome text check (outcome in ('completed', 'failed', 'cancelled', 'refused')),
    input_tokens bigint,
    cached_input_tokens bigint,
    cache_write_tokens bigint,
    output_tokens bigint,
    reasoning_tokens bigint,
    clamped boolean,
    estimated boolean,
    attempts integer,
    finish_reason text,
    problem_code text,
    problem_message text,
    answer text,

    queue_ms bigint,
    first_token_ms bigint,
    process_ms bigint,

    created_at timestamptz not null default now(),
    finished_at timestamptz,

    check ((status = 'finished') = (outcome is not null)),
    check ((status = 'finished') = (finished_at is not null))
)
-- A row is written twice: the second version finds its place on the same page, without touching an index.
with (fillfactor = 70);

-- For retention. On a column that never changes, so that the second version stays cheap.
create index prompt_record_by_age on prompt_record (created_at);
