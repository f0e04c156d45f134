-- The book of alerts that all machines have in common: one row, changed by whoever holds its lock.
create table openrouter_alert_book (
    id integer primary key check (id = 1),
    document text
);

insert into openrouter_alert_book (id) values (1);
