-- What questions look for.
create index usage_record_started_at on usage_record (started_at);
create index usage_record_request_id on usage_record (request_id);
create index usage_record_client_key on usage_record (client_key, id);
create index usage_record_team on usage_record (team, id);
create index usage_line_started_at on usage_line (started_at);
create index usage_hour_at_hour on usage_hour (at_hour);
