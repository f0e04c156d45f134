-- A row for each call; of several revisions the highest. Amounts have up to 18 decimals here, and all of theirs in the line.
create table usage_record (
    id uuid primary key,
    rev integer not null,
    request_id text,
    parent text,
    started_at timestamp with time zone not null,
    gateway text,
    node text,
    door text,
    operation text,
    stream boolean,
    client_key text,
    team text,
    client_user text,
    end_user text,
    tags text,
    model_asked text,
    model_sent text,
    model_served text,
    vendor text,
    provider text,
    upstream_key text,
    status integer,
    outcome text,
    error_code text,
    error_type text,
    finish_reason text,
    generation_id text,
    attempts text,
    prompt_tokens bigint,
    cached_tokens bigint,
    cache_write_tokens bigint,
    completion_tokens bigint,
    reasoning_tokens bigint,
    byok boolean,
    cost numeric(38, 18),
    upstream_cost numeric(38, 18),
    spend numeric(38, 18),
    cost_source text,
    guardrails text,
    queued_ms numeric(18, 3),
    first_token_ms numeric(18, 3),
    total_ms numeric(18, 3),
    overhead_ms numeric(18, 3),
    request_bytes bigint,
    response_bytes bigint,
    session text
);

-- The same as its journal has it, which is what a question is answered with, and what a later revision takes back.
create table usage_line (
    id uuid primary key,
    rev integer not null,
    started_at timestamp with time zone not null,
    line text not null
);

-- Sums of an hour; each journal writes rows of its own, so that no machine waits for another.
create table usage_hour (
    journal uuid not null,
    at_hour timestamp with time zone not null,
    dimensions_hash varchar(64) not null,
    dimensions text not null,
    calls bigint not null,
    errors bigint not null,
    unresolved bigint not null,
    prompt_tokens bigint not null,
    cached_tokens bigint not null,
    completion_tokens bigint not null,
    reasoning_tokens bigint not null,
    cost numeric(76, 38) not null,
    upstream_cost numeric(76, 38) not null,
    spend numeric(76, 38) not null,
    times bytea not null,
    first_tokens bytea not null,
    primary key (journal, at_hour, dimensions_hash)
);

-- How far each journal has been read.
create table usage_position (
    journal uuid primary key,
    journal_position varchar(64) not null
);
