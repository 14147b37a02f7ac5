/**
 * A database's schema as text: same schema, same bytes, on every machine.
 *
 * pg_dump is not among the programs that come along, and its output changes with its version. This reads
 * PostgreSQL's own descriptions of tables, columns, constraints, indexes, enums, views, functions, triggers,
 * policies and sequences of the schema `public`. It is for reading and comparing; migrations are what is applied.
 */
import type pg from 'pg';

/** @param pool of the database to describe; `_prisma_migrations` is left out */
export async function dumpSchema(pool: pg.Pool): Promise<string> {
  const sections: string[] = [];
  for (const query of [ENUMS, SEQUENCES, TABLES, VIEWS, FUNCTIONS, TRIGGERS, POLICIES]) {
    const { rows } = await pool.query<{ text: string }>(query);
    sections.push(...rows.map(({ text }) => text));
  }
  return `${HEADER}\n${sections.join('\n\n')}\n`;
}

const HEADER = `-- The schema after all migrations, for reading and reviewing. Written by a script; do not edit.
-- To refresh it: npm run -w @weft/db snapshot
`;

const MINE = `n.nspname = 'public' and c.relname <> '_prisma_migrations'`;

const ENUMS = `
  select format(E'CREATE TYPE %I AS ENUM (%s);', t.typname,
                string_agg(quote_literal(e.enumlabel), ', ' order by e.enumsortorder)) as text
    from pg_type t join pg_enum e on e.enumtypid = t.oid join pg_namespace n on n.oid = t.typnamespace
   where n.nspname = 'public'
   group by t.typname order by t.typname collate "C"`;

const SEQUENCES = `
  select format('CREATE SEQUENCE %I AS %s INCREMENT %s START %s;', sequencename, data_type, increment_by, start_value) as text
    from pg_sequences where schemaname = 'public' order by sequencename collate "C"`;

/** Columns keep their order in the table; constraints and indexes are sorted by name. */
const TABLES = `
  with columns as (
    select a.attrelid, string_agg(
             format('    %I %s%s%s', a.attname, format_type(a.atttypid, a.atttypmod),
                    case when a.attnotnull then ' NOT NULL' else '' end,
                    case when a.attgenerated <> '' then format(' GENERATED ALWAYS AS (%s) %s', pg_get_expr(d.adbin, d.adrelid),
                                                         case a.attgenerated when 's' then 'STORED' else 'VIRTUAL' end)
                         when a.attidentity <> '' then format(' GENERATED %s AS IDENTITY', case a.attidentity when 'a' then 'ALWAYS' else 'BY DEFAULT' end)
                         when d.oid is not null then ' DEFAULT ' || pg_get_expr(d.adbin, d.adrelid) else '' end),
             E',\\n' order by a.attnum) as text
      from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
     where a.attnum > 0 and not a.attisdropped group by a.attrelid),
  constraints as (
    -- NOT NULL is a constraint with a name of its own since PostgreSQL 18; the columns above say it already.
    select conrelid, string_agg(format('ALTER TABLE %s ADD CONSTRAINT %I %s;', conrelid::regclass, conname,
             pg_get_constraintdef(oid)), E'\\n' order by contype <> 'p', conname collate "C") as text
      from pg_constraint where contype <> 'n' group by conrelid),
  indexes as (
    select i.indrelid, string_agg(pg_get_indexdef(i.indexrelid) || ';', E'\\n' order by x.relname collate "C") as text
      from pg_index i join pg_class x on x.oid = i.indexrelid
     where not exists (select from pg_constraint k where k.conindid = i.indexrelid and k.contype in ('p', 'u', 'x'))
     group by i.indrelid)
  select concat_ws(E'\\n',
           format(E'CREATE TABLE %I (\\n%s\\n)%s;', c.relname, columns.text,
                  case when c.relkind = 'p' then ' PARTITION BY ' || pg_get_partkeydef(c.oid) else '' end),
           constraints.text, indexes.text,
           case when c.relrowsecurity then format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY;', c.relname) end,
           case when c.relforcerowsecurity then format('ALTER TABLE %I FORCE ROW LEVEL SECURITY;', c.relname) end) as text
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
         left join columns on columns.attrelid = c.oid
         left join constraints on constraints.conrelid = c.oid
         left join indexes on indexes.indrelid = c.oid
   where c.relkind in ('r', 'p') and ${MINE} order by c.relname collate "C"`;

const VIEWS = `
  select format(E'CREATE %sVIEW %I AS\\n%s', case when c.relkind = 'm' then 'MATERIALIZED ' else '' end, c.relname,
                pg_get_viewdef(c.oid, true)) as text
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
   where c.relkind in ('v', 'm') and ${MINE} order by c.relname collate "C"`;

const FUNCTIONS = `
  select rtrim(pg_get_functiondef(p.oid), E'\\n ') || ';' as text
    from pg_proc p join pg_namespace n on n.oid = p.pronamespace
   where n.nspname = 'public' and p.prokind in ('f', 'p')
     and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')
   order by p.proname collate "C", pg_get_function_identity_arguments(p.oid) collate "C"`;

const TRIGGERS = `
  select pg_get_triggerdef(t.oid, true) || ';' as text
    from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_namespace n on n.oid = c.relnamespace
   where not t.tgisinternal and ${MINE} order by c.relname collate "C", t.tgname collate "C"`;

const POLICIES = `
  select format('CREATE POLICY %I ON %I AS %s FOR %s TO %s%s%s;', policyname, tablename, permissive, cmd,
                array_to_string(roles, ', '), ' USING (' || qual || ')', ' WITH CHECK (' || with_check || ')') as text
    from pg_policies where schemaname = 'public' order by tablename collate "C", policyname collate "C"`;
