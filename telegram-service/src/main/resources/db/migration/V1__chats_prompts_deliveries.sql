-- What the bot knows about chats, what it was asked, and what it owes. Keyed by bot throughout: another token starts
-- with nothing of the one before. Times are the database's.

create table chat (
    bot_id           bigint      not null,
    chat_id          bigint      not null,
    -- Telegram said that the bot cannot write here; null again as soon as the chat writes.
    undeliverable_at timestamptz,
    -- After a 429: nothing is sent before.
    cooldown_until   timestamptz,
    created_at       timestamptz not null default now(),
    primary key (bot_id, chat_id)
);

-- A prompt as it was first understood, so that a redelivered message becomes the very same event.
create table prompt (
    prompt_id         uuid        not null primary key,
    payer             text        not null,
    model             text        not null,
    input_tokens      bigint      not null check (input_tokens >= 0),
    max_output_tokens bigint      not null check (max_output_tokens >= 1),
    priority          integer     not null,
    content           bytea       not null,
    created_at        timestamptz not null default now()
);

-- The conversation. Turns whose prompt failed or was declined are taken out again.
create table turn (
    prompt_id uuid   not null primary key,
    bot_id    bigint not null,
    chat_id   bigint not null,
    thread_id bigint not null,
    position  bigint generated always as identity,
    question  text   not null,
    answer    text
);

create index turn_of_conversation on turn (bot_id, chat_id, thread_id, position);

-- One row for each message that is answered: what is known, what was sent, when to look again.
create table delivery (
    prompt_id         uuid        not null primary key,
    bot_id            bigint      not null,
    chat_id           bigint      not null,
    thread_id         bigint      not null,
    message_id        bigint      not null,
    payer             text        not null,
    language          text        not null,
    -- Null for a prompt.
    notice            text,
    notice_text       text,

    outcome           text,
    answer            text,
    finish_reason     text,
    problem           text,
    finished_at       timestamptz,

    charge_resolution text,
    charged           bigint,
    balance           bigint,
    charge_currency   text,
    estimated         boolean,

    refusal_reason    text,
    refusal_model     text,
    needed            bigint,
    available         bigint,
    refusal_currency  text,

    placeholder_id    bigint,
    sent_body         text,
    sent_upto         integer     not null default 0,
    sent_last_from    integer     not null default 0,
    last_message_id   bigint,
    footer_shown      boolean     not null default false,

    -- Counts the facts, so that a worker notices one that came while it worked.
    revision          bigint      not null default 0,
    failures          integer     not null default 0,
    refusals          integer     not null default 0,
    -- Null: only a fact can change anything.
    next_attempt_at   timestamptz,
    lease_until       timestamptz,
    lease_owner       uuid,
    closed_at         timestamptz,
    dropped           boolean     not null default false,
    created_at        timestamptz not null default now()
) with (fillfactor = 60);

create index delivery_due on delivery (bot_id, next_attempt_at) where next_attempt_at is not null;
create index delivery_closed on delivery (bot_id, closed_at) where closed_at is not null;
create index delivery_of_chat on delivery (bot_id, chat_id);

-- Updates that could not be handled: their ids and the reason, never their content.
create table update_set_aside (
    bot_id    bigint      not null,
    update_id bigint      not null,
    reason    text        not null,
    seen_at   timestamptz not null default now(),
    primary key (bot_id, update_id)
);
