-- The gateways that live: so many share what keys and accounts may ask for.
create table gateway_instance (
    id uuid primary key,
    seen_at timestamptz not null
);

-- One row for each prompt of the prompt API. It is there before anybody hears of the prompt, so that none is lost; how
-- the prompt was answered stands in prompt_record, under the same id.
--
-- This is the only place where the prompt's text is, and prompt_record the only one where the answer's is: neither goes
-- over Kafka.
create table api_prompt (
    prompt_id uuid primary key,
    account_id bigint not null,
    key_id uuid not null,

    -- What a client calls the request, and what the request was, so that another one by that name is recognised.
    idempotency_key text,
    request_hash bytea not null,

    model text not null,
    input_tokens bigint not null check (input_tokens >= 0),
    max_output_tokens bigint not null check (max_output_tokens >= 1),
    priority integer not null check (priority between 0 and 9),
    -- JSON; null once forgotten.
    messages text,
    -- How long texts are kept after the prompt has ended, and whether the prompt's own are kept at all then.
    texts_kept_for interval not null,
    messages_kept boolean not null,
    texts_until timestamptz,

    created_at timestamptz not null default now(),
    -- When Kafka had it.
    published_at timestamptz,
    cancel_asked_at timestamptz,
    cancel_told_at timestamptz,

    -- Where it waits, and when that was so.
    position integer,
    position_at timestamptz,

    -- How billing ended it. An expired one may still be settled late.
    resolution text check (resolution in ('declined', 'settled', 'released', 'expired', 'settled_late')),
    ended_at timestamptz,
    decline_reason text,
    needed bigint,
    available bigint,
    charged bigint,
    currency text,

    callback_url text,
    -- Null where nothing is to be told (any more).
    callback_due timestamptz,
    callback_attempts integer not null default 0,
    callback_outcome text check (callback_outcome in ('delivered', 'given_up')),

    check ((resolution is null) = (ended_at is null)),
    check ((resolution = 'declined') = (decline_reason is not null))
)
with (fillfactor = 70);

create unique index api_prompt_by_request on api_prompt (account_id, idempotency_key) where idempotency_key is not null;
create index api_prompt_of_account on api_prompt (account_id, prompt_id desc);
create index api_prompt_by_age on api_prompt (created_at);
create index api_prompt_unpublished on api_prompt (created_at) where published_at is null;
create index api_prompt_cancel_untold on api_prompt (cancel_asked_at)
    where cancel_asked_at is not null and cancel_told_at is null;
create index api_prompt_with_texts on api_prompt (texts_until) where texts_until is not null;
create index api_prompt_callbacks on api_prompt (callback_due) where callback_due is not null;
