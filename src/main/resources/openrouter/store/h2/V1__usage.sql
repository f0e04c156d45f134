-- Calls of which a later revision may come, as the journal has them: it takes back what they have added.
create table usage_line (
    id uuid primary key,
    rev integer not null,
    started_at timestamp with time zone not null,
    line varchar not null
);

-- Sums of an hour.
create table usage_hour (
    journal uuid not null,
    at_hour timestamp with time zone not null,
    dimensions_hash varchar(64) not null,
    dimensions varchar not null,
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
    times varbinary not null,
    first_tokens varbinary not null,
    primary key (journal, at_hour, dimensions_hash)
);

-- How far each journal has been read.
create table usage_position (
    journal uuid primary key,
    journal_position varchar(64) not null
);
