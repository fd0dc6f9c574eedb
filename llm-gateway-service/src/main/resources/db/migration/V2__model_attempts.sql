-- One row for each call of a provider, however it ended: which provider failed whom, and what it says that it counted. A log
-- for operators and no part of the accounting; it holds no text.
create table model_attempt (
    prompt_id uuid not null,
    -- From 1 for each run of a prompt, over all providers.
    number integer not null check (number >= 1),
    started_at timestamptz not null,
    ended_at timestamptz not null,

    provider text not null,
    model text not null,

    -- answered, cancelled, or the kind of failure
    outcome text not null,
    -- of the HTTP response that failed; 0 where there was none
    status integer not null,

    -- as the provider reported them; null where it did not
    input_tokens bigint,
    cached_input_tokens bigint,
    output_tokens bigint,
    reasoning_tokens bigint,

    -- A batch that is written twice is written once.
    primary key (prompt_id, started_at, number)
);

-- For retention.
create index model_attempt_by_age on model_attempt (started_at);
