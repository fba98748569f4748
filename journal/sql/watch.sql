-- Values too long to stand in the history a second time stand there by length and fingerprint.
CREATE OR REPLACE FUNCTION journal_shortened(told jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT jsonb_object_agg(key, CASE WHEN octet_length(value::text) <= 8000 THEN value ELSE jsonb_build_object(
        'length', octet_length(value::text), 'sha256', encode(sha256(convert_to(value::text, 'UTF8')), 'hex')) END)
    FROM jsonb_each(told)
$$;

-- Once per statement: one line for each row it added, changed or deleted. The arguments of the trigger are the name
-- of the record, the columns that are never kept (secrets) as {"column": "•••"}, and those that say nothing new.
-- Who acts stands at the very beginning of the statement (journal/acting.py).
CREATE OR REPLACE FUNCTION journal_watch() RETURNS trigger LANGUAGE plpgsql AS $$
-- Every name below is either qualified or begins with watch_: a column of any table may be called anything.
DECLARE
    watch_said text[] := regexp_match(left(current_query(), 100), '^/\*by (\d*) ([\w:.-]*)\*/');
    watch_actor bigint := nullif(watch_said[1], '')::bigint;
    watch_request text := coalesce(watch_said[2], '');
    watch_txid bigint := pg_current_xact_id()::text::bigint;
    watch_secrets jsonb := TG_ARGV[1];
    watch_quiet text[] := TG_ARGV[2];
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO journal_change (at, txid, record_type, record_id, operation, actor_id, request, fields)
        SELECT clock_timestamp(), watch_txid, TG_ARGV[0], watch_row.id, 'I', watch_actor, watch_request,
            CASE WHEN pg_column_size(watch_row.told) > 8000 THEN journal_shortened(watch_row.told)
            ELSE watch_row.told END
        FROM (SELECT watch_new.id, (to_jsonb(watch_new) - watch_quiet) || watch_secrets AS told
              FROM new_rows AS watch_new OFFSET 0) AS watch_row;
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO journal_change (at, txid, record_type, record_id, operation, actor_id, request, fields)
        SELECT clock_timestamp(), watch_txid, TG_ARGV[0], watch_row.id, 'D', watch_actor, watch_request,
            CASE WHEN pg_column_size(watch_row.told) > 8000 THEN journal_shortened(watch_row.told)
            ELSE watch_row.told END
        FROM (SELECT watch_old.id, (to_jsonb(watch_old) - watch_quiet) || watch_secrets AS told
              FROM old_rows AS watch_old OFFSET 0) AS watch_row;
    ELSIF TG_OP = 'UPDATE' THEN
        INSERT INTO journal_change (at, txid, record_type, record_id, operation, actor_id, request, fields)
        SELECT clock_timestamp(), watch_txid, TG_ARGV[0], watch_row.id, 'U', watch_actor, watch_request, watch_row.told
        FROM (
            SELECT watch_pair.id, (
                SELECT jsonb_object_agg(watch_now.key, CASE
                    WHEN watch_secrets ? watch_now.key THEN jsonb_build_array(
                        watch_secrets -> watch_now.key, watch_secrets -> watch_now.key)
                    WHEN pg_column_size(watch_now.value)
                        + coalesce(pg_column_size(watch_pair.was -> watch_now.key), 0) > 8000 THEN jsonb_build_array(
                            journal_shortened(jsonb_build_object('value', watch_pair.was -> watch_now.key)) -> 'value',
                            journal_shortened(jsonb_build_object('value', watch_now.value)) -> 'value')
                    ELSE jsonb_build_array(watch_pair.was -> watch_now.key, watch_now.value) END)
                FROM jsonb_each(watch_pair.is_now - watch_quiet) AS watch_now
                WHERE watch_now.value IS DISTINCT FROM watch_pair.was -> watch_now.key
            ) AS told
            FROM (SELECT watch_new.id, to_jsonb(watch_old) AS was, to_jsonb(watch_new) AS is_now
                  FROM old_rows AS watch_old JOIN new_rows AS watch_new ON watch_new.id = watch_old.id
                  WHERE watch_old *<> watch_new OFFSET 0) AS watch_pair
        ) AS watch_row
        WHERE watch_row.told IS NOT NULL;
    ELSE
        INSERT INTO journal_change (at, txid, record_type, record_id, operation, actor_id, request)
        VALUES (clock_timestamp(), watch_txid, TG_ARGV[0], NULL, 'T', watch_actor, watch_request);
    END IF;
    RETURN NULL;
END
$$;

-- The history names a row by its number: one that got another would leave its history behind.
CREATE OR REPLACE FUNCTION journal_keeps_number() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Rows of % keep their number: their history knows them by it.', TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END
$$;

-- Lines of the journal are added, never changed. Only erasing by a dated rule may (journal/actions/erasing.py).
CREATE OR REPLACE FUNCTION journal_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'TRUNCATE' AND current_setting('portal.erasing', true) = 'by a dated rule' THEN
        RETURN NULL;
    END IF;
    RAISE EXCEPTION 'The journal is never changed: % of % refused.', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END
$$;
