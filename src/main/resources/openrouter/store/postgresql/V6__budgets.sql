-- What stands on each budget in each of its windows; amounts are exact, US dollars. Half of a page is left to the versions of
-- rows that each call changes, so that they need no new entries in the indexes.
create table openrouter_budget (
    id bigint generated always as identity primary key,
    scope text collate "C" not null,
    name text collate "C" not null,
    period text collate "C" not null,
    begins timestamp with time zone not null,
    ends timestamp with time zone not null,
    spent numeric(76, 38) not null default 0,
    held numeric(76, 38) not null default 0,
    pending numeric(76, 38) not null default 0,
    unique (scope, name, period, begins, ends)
) with (fillfactor = 50);

-- The processes that hold something, each until when it is taken to be alive.
create table openrouter_budget_node (
    node uuid primary key,
    lease timestamp with time zone not null
) with (fillfactor = 50);

-- What each call has on which budgets, and by which limits it was let in. Its state says where its amount stands: held while
-- it runs; pending where nobody knows yet what it has cost; unresolved where nobody has said it for a day, and settled once
-- it is known: both are spent. ended is when its own process has said so last, or when it was settled. A budget may stand there
-- twice, with two limits, and counts once. No index has a column that changes.
create table openrouter_budget_hold (
    call uuid primary key,
    node uuid not null,
    begun timestamp with time zone not null,
    ended timestamp with time zone,
    state varchar(10) not null check (state in ('held', 'pending', 'unresolved', 'settled')),
    amount numeric(76, 38) not null,
    counters bigint[] not null,
    limits numeric[] not null
) with (fillfactor = 60);
create index openrouter_budget_hold_begun on openrouter_budget_hold (begun);

-- Whoever locks several rows locks them in this order: nodes; calls by their id; budgets by their id. A budget's row is made
-- in front of all locks, in the order of its key, and the row of a call is made behind all locks and waits for nobody who
-- waits. So no two wait for each other. Nobody waits longer than lock_timeout. plan_cache_mode has plans made once: to make
-- one takes longer than all the rest.

-- Puts an amount on all of these budgets, or on none. answer: 0 if it is there now; else the first of them, counted from 1,
-- that has not so much left; -1 if a window is not that of this moment; -2 if a budget has no row yet; -3 if the node's lease
-- is over.
create function openrouter_budget_hold(
    the_call uuid,
    the_node uuid,
    the_state text,
    the_amount numeric,
    the_scopes text[],
    the_names text[],
    the_periods text[],
    the_begins timestamp with time zone[],
    the_ends timestamp with time zone[],
    the_limits numeric[],
    is_checked boolean,
    makes_rows boolean,
    out answer integer,
    out moment timestamp with time zone,
    out its_spent numeric,
    out its_held numeric,
    out its_pending numeric
) language plpgsql as $$
declare
    is_there boolean;
    lease timestamp with time zone;
    ids bigint[];
    first timestamp with time zone;
    last timestamp with time zone;
    refusing integer;
begin
    perform set_config('lock_timeout', '1500', true), set_config('plan_cache_mode', 'force_generic_plan', true),
            set_config('synchronous_commit', case when is_checked then 'off' else current_setting('synchronous_commit') end, true);
    if makes_rows then
        insert into openrouter_budget (scope, name, period, begins, ends)
        select d.scope, d.name, d.period, d.begins, d.ends
          from unnest(the_scopes, the_names, the_periods, the_begins, the_ends) as d (scope, name, period, begins, ends)
         order by 1, 2, 3, 4, 5
        on conflict do nothing;
    end if;
    select exists (select from openrouter_budget_hold h where h.call = the_call),
           (select n.lease from openrouter_budget_node n where n.node = the_node),
           array_agg(l.id order by l.place),
           max(l.begins),
           min(l.ends),
           min(l.place) filter (where l.used + the_amount > l.most)
      into is_there, lease, ids, first, last, refusing
      from (select b.id, b.spent + b.held + b.pending as used, d.begins, d.ends, d.most, d.place
              from unnest(the_scopes, the_names, the_periods, the_begins, the_ends, the_limits) with ordinality
                   as d (scope, name, period, begins, ends, most, place)
              join openrouter_budget b using (scope, name, period, begins, ends)
             order by b.id
               for no key update of b) l;
    moment := clock_timestamp();
    answer := case
        when is_there then 0
        when cardinality(the_scopes) > coalesce(cardinality(ids), 0) then -2
        when not is_checked then 0
        when moment < first or moment >= last then -1
        when lease is null or lease <= moment then -3
        else coalesce(refusing, 0)
    end;
    if answer > 0 then
        select b.spent, b.held, b.pending into its_spent, its_held, its_pending
          from openrouter_budget b where b.id = ids[answer];
    elsif answer = 0 and not is_there then
        insert into openrouter_budget_hold (call, node, begun, ended, state, amount, counters, limits)
        values (the_call, the_node, moment, case the_state when 'settled' then moment end, the_state, the_amount, ids,
                the_limits)
        on conflict do nothing;
        if found then
            update openrouter_budget b
               set held = b.held + case the_state when 'held' then the_amount else 0 end,
                   spent = b.spent + case the_state when 'settled' then the_amount else 0 end
             where b.id = any (ids);
        end if;
    end if;
end $$;

-- Adds to what a call has on its budgets, by these limits or, where there are none, by those that it was let in by. answer: as
-- above; -4 if the call has nothing.
create function openrouter_budget_raise(
    the_call uuid,
    the_amount numeric,
    the_limits numeric[],
    out answer integer,
    out moment timestamp with time zone,
    out its_spent numeric,
    out its_held numeric,
    out its_pending numeric
) language plpgsql as $$
declare
    its_state text;
    ids bigint[];
    mosts numeric[];
begin
    perform set_config('lock_timeout', '1500', true), set_config('plan_cache_mode', 'force_generic_plan', true),
            set_config('synchronous_commit', 'off', true);
    select h.state, h.counters, coalesce(the_limits, h.limits) into its_state, ids, mosts
      from openrouter_budget_hold h where h.call = the_call for no key update;
    if its_state is null or its_state = 'settled' then
        answer := case its_state when 'settled' then 0 else -4 end;
        moment := clock_timestamp();
        return;
    end if;
    select coalesce(min(l.place) filter (where l.used + the_amount > l.most), 0) into answer
      from (select b.spent + b.held + b.pending as used, c.most, c.place
              from unnest(ids, mosts) with ordinality as c (id, most, place)
              join openrouter_budget b using (id)
             order by b.id
               for no key update of b) l;
    moment := clock_timestamp();
    if answer > 0 then
        select b.spent, b.held, b.pending into its_spent, its_held, its_pending
          from openrouter_budget b where b.id = ids[answer];
    else
        update openrouter_budget_hold h set amount = h.amount + the_amount where h.call = the_call;
        update openrouter_budget b
           set held = b.held + case its_state when 'held' then the_amount else 0 end,
               pending = b.pending + case its_state when 'pending' then the_amount else 0 end,
               spent = b.spent + case its_state when 'unresolved' then the_amount else 0 end
         where b.id = any (ids);
    end if;
end $$;

-- Says of calls what they have cost. By words: settled, where it is known; pending, where their process knows no more than
-- what it may be; recorded, where their record does so, which makes it no less than what the process has said; lapsed, where
-- their node is dead; unresolved, after a day. Without an amount the one that is there stays. What is settled stays so, and
-- what is unresolved is not pending again. Tells which calls have nothing.
create function openrouter_budget_settle(
    the_calls uuid[],
    the_amounts numeric[],
    the_words text[],
    is_lazy boolean
) returns setof uuid language plpgsql as $$
declare
    calls uuid[];
    amounts numeric[];
    states text[];
    ends timestamp with time zone[];
    ids bigint[];
    more_spent numeric[];
    more_held numeric[];
    more_pending numeric[];
begin
    perform set_config('lock_timeout', '1500', true), set_config('plan_cache_mode', 'force_generic_plan', true),
            set_config('synchronous_commit', case when is_lazy then 'off' else current_setting('synchronous_commit') end, true);
    perform from openrouter_budget_hold h where h.call = any (the_calls) order by h.call for no key update;
    return query select c.call from unnest(the_calls) as c (call)
        where not exists (select from openrouter_budget_hold h where h.call = c.call);

    select array_agg(c.call), array_agg(c.amount), array_agg(c.state), array_agg(c.ended)
      into calls, amounts, states, ends
      from (select h.call,
                   case when s.word = 'recorded' and h.ended is not null then greatest(s.amount, h.amount)
                        else coalesce(s.amount, h.amount) end as amount,
                   case when s.word in ('settled', 'unresolved') then s.word
                        when h.state = 'unresolved' then h.state
                        else 'pending' end as state,
                   case when s.word in ('settled', 'pending') then clock_timestamp() else h.ended end as ended,
                   h.amount as old_amount,
                   h.state as old_state
              from unnest(the_calls, the_amounts, the_words) as s (call, amount, word)
              join openrouter_budget_hold h using (call)) c
     where (c.old_state <> 'settled' or c.state = 'settled') and (c.state <> c.old_state or c.amount <> c.old_amount);
    if calls is null then
        return;
    end if;

    select array_agg(d.id order by d.id), array_agg(d.spent order by d.id), array_agg(d.held order by d.id),
           array_agg(d.pending order by d.id)
      into ids, more_spent, more_held, more_pending
      from (select u.id,
                   sum(case when c.state in ('unresolved', 'settled') then c.amount else 0 end
                       - case when h.state in ('unresolved', 'settled') then h.amount else 0 end) as spent,
                   sum(case h.state when 'held' then -h.amount else 0 end) as held,
                   sum(case c.state when 'pending' then c.amount else 0 end
                       - case h.state when 'pending' then h.amount else 0 end) as pending
              from unnest(calls, amounts, states) as c (call, amount, state)
              join openrouter_budget_hold h using (call)
             cross join lateral (select distinct n.id from unnest(h.counters) as n (id)) u
             group by u.id) d;
    update openrouter_budget_hold h
       set amount = c.amount, state = c.state, ended = c.ended
      from unnest(calls, amounts, states, ends) as c (call, amount, state, ended)
     where h.call = c.call;
    perform from openrouter_budget b where b.id = any (ids) order by b.id for no key update;
    update openrouter_budget b
       set spent = b.spent + d.spent, held = b.held + d.held, pending = b.pending + d.pending
      from unnest(ids, more_spent, more_held, more_pending) as d (id, spent, held, pending)
     where b.id = d.id;
end $$;

-- What the dead have held is pending from now on; what nobody has said the cost of for a day is unresolved. Tells how many
-- calls that were.
create function openrouter_budget_lapse() returns bigint language plpgsql as $$
declare
    dead uuid[];
    calls uuid[];
    words text[];
begin
    perform set_config('plan_cache_mode', 'force_custom_plan', true);
    select array_agg(n.node) into dead
      from (select n.node from openrouter_budget_node n
             where n.lease < clock_timestamp() - interval '5 seconds'
             order by n.node
               for update skip locked) n;
    select array_agg(h.call), array_agg(h.word) into calls, words
      from (select o.call, 'unresolved' as word from openrouter_budget_hold o
             where o.begun < clock_timestamp() - interval '1 day' and o.state in ('held', 'pending')
             union all
            select o.call, 'lapsed' from openrouter_budget_hold o
             where dead is not null and o.node = any (dead) and o.state = 'held'
               and o.begun >= clock_timestamp() - interval '1 day') h;
    if calls is not null then
        perform openrouter_budget_settle(calls, array_fill(null::numeric, array[cardinality(calls)]), words, false);
    end if;
    if dead is not null then
        delete from openrouter_budget_node n where n.node = any (dead);
    end if;
    return coalesce(cardinality(calls), 0);
end $$;
