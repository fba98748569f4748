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
DECLARE
    said text[] := regexp_match(left(current_query(), 100), '^/\*by (\d*) ([\w:.-]*)\*/');
    actor bigint := nullif(said[1], '')::bigint;
    request text := coalesce(said[2], '');
    txid bigint := pg_current_xact_id()::text::bigint;
    secrets jsonb := TG_ARGV[1];
    quiet text[] := TG_ARGV[2];
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO journal_change (at, txid, record_type, record_id, operation, actor_id, request, fields)
        SELECT clock_timestamp(), txid, TG_ARGV[0], new_row.id, 'I', actor, request,
            CASE WHEN pg_column_size(row_told.told) > 8000 THEN journal_shortened(row_told.told) ELSE row_told.told END
        FROM new_rows AS new_row,
            LATERAL (SELECT (to_jsonb(new_row) - quiet) || secrets AS told OFFSET 0) AS row_told;
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO journal_change (at, txid, record_type, record_id, operation, actor_id, request, fields)
        SELECT clock_timestamp(), txid, TG_ARGV[0], old_row.id, 'D', actor, request,
            CASE WHEN pg_column_size(row_told.told) > 8000 THEN journal_shortened(row_told.told) ELSE row_told.told END
        FROM old_rows AS old_row,
            LATERAL (SELECT (to_jsonb(old_row) - quiet) || secrets AS told OFFSET 0) AS row_told;
    ELSIF TG_OP = 'UPDATE' THEN
        INSERT INTO journal_change (at, txid, record_type, record_id, operation, actor_id, request, fields)
        SELECT clock_timestamp(), txid, TG_ARGV[0], row_told.id, 'U', actor, request, told
        FROM (
            SELECT new_row.id, (
                SELECT jsonb_object_agg(after.key, CASE
                    WHEN secrets ? after.key THEN jsonb_build_array(secrets -> after.key, secrets -> after.key)
                    WHEN pg_column_size(after.value) + coalesce(pg_column_size(before -> after.key), 0) > 8000
                        THEN jsonb_build_array(
                            journal_shortened(jsonb_build_object('value', before -> after.key)) -> 'value',
                            journal_shortened(jsonb_build_object('value', after.value)) -> 'value')
                    ELSE jsonb_build_array(before -> after.key, after.value) END)
                FROM jsonb_each(to_jsonb(new_row) - quiet) AS after
                WHERE after.value IS DISTINCT FROM before -> after.key
            ) AS told
            FROM old_rows AS old_row JOIN new_rows AS new_row ON new_row.id = old_row.id,
                LATERAL (SELECT to_jsonb(old_row) AS before OFFSET 0) AS row_before
            WHERE old_row *<> new_row
        ) AS row_told
        WHERE told IS NOT NULL;
    ELSE
        INSERT INTO journal_change (at, txid, record_type, record_id, operation, actor_id, request)
        VALUES (clock_timestamp(), txid, TG_ARGV[0], NULL, 'T', actor, request);
    END IF;
    RETURN NULL;
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
