-- What stands in front of a position: two journals may have one position, and by a copied directory also one id.
alter table usage_position add column last_record varchar(64);

-- What questions look for that few calls have: the newest are not read through for them.
create index usage_record_status on usage_record (status, id);
create index usage_record_outcome on usage_record (outcome, id);
create index usage_record_model_asked on usage_record (model_asked, id);
create index usage_record_model_sent on usage_record (model_sent, id);
create index usage_record_model_served on usage_record (model_served, id);
