-- What questions look for.
create index usage_hour_at_hour on usage_hour (at_hour);
