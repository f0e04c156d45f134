-- What stands in front of a position: two journals may have one position, and by a copied directory also one id.
alter table usage_position add column last_record varchar(64);
