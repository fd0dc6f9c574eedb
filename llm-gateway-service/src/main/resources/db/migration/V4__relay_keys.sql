-- Relayed requests that came with an Idempotency-Key; all others touch no table. The same key of the same API key means
-- the same request: one that runs or was answered is not called or charged again.
create table relay_key (
    key_id uuid not null,
    -- SHA-256 of the Idempotency-Key, which may say something about its sender.
    digest bytea not null,
    primary key (key_id, digest),

    prompt_id uuid not null unique,
    state text not null check (state in ('running', 'answered')),
    -- A request whose gateway died is not heard of again; its hold has expired by then, and nothing was charged.
    running_until timestamptz not null,
    created_at timestamptz not null default now()
);

-- For retention.
create index relay_key_by_age on relay_key (created_at);
