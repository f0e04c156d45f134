-- How often the policy has been changed: one row, held by whoever changes it.
create table openrouter_policy_revision (
    id integer primary key check (id = 1),
    revision bigint not null
);

insert into openrouter_policy_revision (id, revision) values (1, 0);

-- The policy, a row for each entry; one without a document was taken out.
create table openrouter_policy_entry (
    kind varchar(16) not null,
    name varchar(256) not null,
    document varchar,
    sha256 varchar(64),
    disabled boolean not null,
    expires timestamp with time zone,
    revision bigint not null,
    primary key (kind, name)
);
create unique index openrouter_policy_entry_sha256 on openrouter_policy_entry (sha256);
create index openrouter_policy_entry_revision on openrouter_policy_entry (revision);

-- Orders with an Idempotency-Key, kept for a day.
create table openrouter_policy_note (
    note_key varchar(64) primary key,
    note varchar not null,
    made_at timestamp with time zone not null
);
