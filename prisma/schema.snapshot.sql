-- The schema after all migrations, for reading and reviewing. Written by a script; do not edit.
-- To refresh it: npm run -w @weft/db snapshot

CREATE SEQUENCE workspace_events_id_seq AS bigint INCREMENT 1 START 1;

CREATE TABLE accounts (
    id uuid NOT NULL,
    account_id text NOT NULL,
    provider_id text NOT NULL,
    user_id uuid NOT NULL,
    access_token text,
    refresh_token text,
    id_token text,
    access_token_expires_at timestamp(3) with time zone,
    refresh_token_expires_at timestamp(3) with time zone,
    scope text,
    password text,
    created_at timestamp(3) with time zone NOT NULL DEFAULT CURRENT_TIMESTAMP,
    updated_at timestamp(3) with time zone NOT NULL DEFAULT CURRENT_TIMESTAMP
);
ALTER TABLE accounts ADD CONSTRAINT accounts_pkey PRIMARY KEY (id);
ALTER TABLE accounts ADD CONSTRAINT accounts_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON UPDATE CASCADE ON DELETE CASCADE;
CREATE UNIQUE INDEX accounts_provider_id_account_id_key ON public.accounts USING btree (provider_id, account_id);
CREATE INDEX accounts_user_id_idx ON public.accounts USING btree (user_id);

CREATE TABLE api_keys (
    id uuid NOT NULL,
    config_id text NOT NULL DEFAULT 'default'::text,
    name text,
    start text,
    prefix text,
    key text NOT NULL,
    reference_id text NOT NULL,
    refill_interval integer,
    refill_amount integer,
    last_refill_at timestamp(3) with time zone,
    enabled boolean DEFAULT true,
    rate_limit_enabled boolean DEFAULT true,
    rate_limit_time_window integer,
    rate_limit_max integer,
    request_count integer DEFAULT 0,
    remaining integer,
    last_request timestamp(3) with time zone,
    expires_at timestamp(3) with time zone,
    permissions text,
    metadata text,
    created_at timestamp(3) with time zone NOT NULL DEFAULT CURRENT_TIMESTAMP,
    updated_at timestamp(3) with time zone NOT NULL DEFAULT CURRENT_TIMESTAMP
);
ALTER TABLE api_keys ADD CONSTRAINT api_keys_pkey PRIMARY KEY (id);
CREATE INDEX api_keys_config_id_idx ON public.api_keys USING btree (config_id);
CREATE INDEX api_keys_key_idx ON public.api_keys USING btree (key);
CREATE INDEX api_keys_reference_id_idx ON public.api_keys USING btree (reference_id);

CREATE TABLE artifact_lineage (
    workspace_id uuid NOT NULL,
    hash text NOT NULL,
    source_hash text NOT NULL,
    key text NOT NULL
);
ALTER TABLE artifact_lineage ADD CONSTRAINT artifact_lineage_pkey PRIMARY KEY (workspace_id, hash, source_hash, key);
ALTER TABLE artifact_lineage ADD CONSTRAINT artifact_lineage_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE artifact_lineage ENABLE ROW LEVEL SECURITY;

CREATE TABLE artifacts (
    workspace_id uuid NOT NULL,
    hash text NOT NULL,
    kind text NOT NULL,
    bytes bigint NOT NULL,
    rows bigint,
    columns jsonb,
    meta jsonb,
    created_at timestamp(3) with time zone NOT NULL DEFAULT CURRENT_TIMESTAMP,
    files text[],
    stored_at timestamp(3) with time zone NOT NULL DEFAULT CURRENT_TIMESTAMP
);
ALTER TABLE artifacts ADD CONSTRAINT artifacts_pkey PRIMARY KEY (workspace_id, hash);
ALTER TABLE artifacts ADD CONSTRAINT artifacts_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id) ON UPDATE CASCADE ON DELETE RESTRICT;
CREATE INDEX artifacts_unread ON public.artifacts USING btree (hash) WHERE ((files IS NULL) AND (kind <> 'table'::text));
ALTER TABLE artifacts ENABLE ROW LEVEL SECURITY;

CREATE TABLE attempts (
    workspace_id uuid NOT NULL,
    run_id uuid NOT NULL,
    index integer NOT NULL,
    shard integer NOT NULL,
    number integer NOT NULL,
    worker_id uuid NOT NULL,
    outcome text NOT NULL,
    error jsonb,
    started_at timestamp(3) with time zone NOT NULL DEFAULT CURRENT_TIMESTAMP,
    ended_at timestamp(3) with time zone,
    usage jsonb
);
ALTER TABLE attempts ADD CONSTRAINT attempts_pkey PRIMARY KEY (run_id, index, shard, number);
ALTER TABLE attempts ADD CONSTRAINT attempts_outcome_check CHECK ((outcome = ANY (ARRAY['running'::text, 'succeeded'::text, 'failed'::text, 'paused'::text, 'asked'::text, 'cancelled'::text])));
ALTER TABLE attempts ADD CONSTRAINT attempts_run_id_index_shard_fkey FOREIGN KEY (run_id, index, shard) REFERENCES steps(run_id, index, shard) ON UPDATE CASCADE ON DELETE CASCADE;
ALTER TABLE attempts ADD CONSTRAINT attempts_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE attempts ENABLE ROW LEVEL SECURITY;

CREATE TABLE checkpoints (
    workspace_id uuid NOT NULL,
    key text NOT NULL,
    slot_name text NOT NULL,
    slot jsonb NOT NULL,
    steps bigint NOT NULL DEFAULT 0,
    hash text NOT NULL,
    bytes bigint NOT NULL,
    saved_at timestamp(3) with time zone NOT NULL DEFAULT CURRENT_TIMESTAMP
);
ALTER TABLE checkpoints ADD CONSTRAINT checkpoints_pkey PRIMARY KEY (workspace_id, key, slot_name);
ALTER TABLE checkpoints ADD CONSTRAINT checkpoints_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE checkpoints ENABLE ROW LEVEL SECURITY;

CREATE TABLE document_edits (
    workspace_id uuid NOT NULL,
    document_id uuid NOT NULL,
    first_seq bigint NOT NULL,
    last_seq bigint NOT NULL,
    first_at timestamp(3) with time zone NOT NULL,
    last_at timestamp(3) with time zone NOT NULL,
    author_kind text,
    author_id text,
    author_for uuid,
    inserts bytea NOT NULL,
    deletes bytea NOT NULL
);
ALTER TABLE document_edits ADD CONSTRAINT document_edits_pkey PRIMARY KEY (document_id, first_seq);
ALTER TABLE document_edits ADD CONSTRAINT document_edits_author_kind_check CHECK ((author_kind = ANY (ARRAY['person'::text, 'key'::text, 'schedule'::text, 'commandLine'::text, 'worker'::text])));
ALTER TABLE document_edits ADD CONSTRAINT document_edits_document_id_fkey FOREIGN KEY (document_id) REFERENCES documents(id) ON UPDATE CASCADE ON DELETE CASCADE;
ALTER TABLE document_edits ADD CONSTRAINT document_edits_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE document_edits ENABLE ROW LEVEL SECURITY;

CREATE TABLE document_states (
    workspace_id uuid NOT NULL,
    document_id uuid NOT NULL,
    hash text NOT NULL,
    data bytea NOT NULL,
    created_at timestamp(3) with time zone NOT NULL DEFAULT CURRENT_TIMESTAMP
);
ALTER TABLE document_states ADD CONSTRAINT document_states_pkey PRIMARY KEY (document_id, hash);
ALTER TABLE document_states ADD CONSTRAINT document_states_document_id_fkey FOREIGN KEY (document_id) REFERENCES documents(id) ON UPDATE CASCADE ON DELETE CASCADE;
ALTER TABLE document_states ADD CONSTRAINT document_states_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE document_states ENABLE ROW LEVEL SECURITY;

CREATE TABLE document_updates (
    workspace_id uuid NOT NULL,
    document_id uuid NOT NULL,
    seq bigint NOT NULL,
    data bytea NOT NULL,
    created_at timestamp(3) with time zone NOT NULL DEFAULT CURRENT_TIMESTAMP,
    author_for uuid,
    author_id text,
    author_kind text
);
ALTER TABLE document_updates ADD CONSTRAINT document_updates_pkey PRIMARY KEY (document_id, seq);
ALTER TABLE document_updates ADD CONSTRAINT document_updates_author_kind_check CHECK ((author_kind = ANY (ARRAY['person'::text, 'key'::text, 'schedule'::text, 'commandLine'::text, 'worker'::text])));
ALTER TABLE document_updates ADD CONSTRAINT document_updates_document_id_fkey FOREIGN KEY (document_id) REFERENCES documents(id) ON UPDATE CASCADE ON DELETE CASCADE;
ALTER TABLE document_updates ADD CONSTRAINT document_updates_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE document_updates ENABLE ROW LEVEL SECURITY;

CREATE TABLE documents (
    id uuid NOT NULL,
    workspace_id uuid NOT NULL,
    ref text NOT NULL,
    title text NOT NULL,
    created_at timestamp(3) with time zone NOT NULL DEFAULT CURRENT_TIMESTAMP,
    created_by uuid,
    deleted_at timestamp(3) with time zone,
    head bigint NOT NULL DEFAULT 0,
    node_count integer NOT NULL DEFAULT 0,
    origin text,
    snap bytea,
    snap_seq bigint NOT NULL DEFAULT 0,
    updated_at timestamp(3) with time zone NOT NULL DEFAULT CURRENT_TIMESTAMP
);
ALTER TABLE documents ADD CONSTRAINT documents_pkey PRIMARY KEY (id);
ALTER TABLE documents ADD CONSTRAINT documents_created_by_fkey FOREIGN KEY (created_by) REFERENCES users(id) ON UPDATE CASCADE ON DELETE SET NULL;
ALTER TABLE documents ADD CONSTRAINT documents_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id) ON UPDATE CASCADE ON DELETE RESTRICT;
CREATE UNIQUE INDEX documents_workspace_id_ref_key ON public.documents USING btree (workspace_id, ref);
CREATE INDEX documents_workspace_id_updated_at_id_idx ON public.documents USING btree (workspace_id, updated_at DESC, id DESC);
ALTER TABLE documents ENABLE ROW LEVEL SECURITY;

CREATE TABLE events (
    workspace_id uuid NOT NULL,
    run_id uuid NOT NULL,
    seq bigint NOT NULL,
    at timestamp(3) with time zone NOT NULL DEFAULT CURRENT_TIMESTAMP,
    type text NOT NULL,
    node_id text,
    data jsonb NOT NULL,
    actor jsonb
);
ALTER TABLE events ADD CONSTRAINT events_pkey PRIMARY KEY (run_id, seq);
ALTER TABLE events ADD CONSTRAINT events_run_id_fkey FOREIGN KEY (run_id) REFERENCES runs(id) ON UPDATE CASCADE ON DELETE CASCADE;
ALTER TABLE events ADD CONSTRAINT events_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id) ON UPDATE CASCADE ON DELETE RESTRICT;
CREATE INDEX events_moves_idx ON public.events USING btree (run_id, seq) WHERE (type = ANY (ARRAY['run:started'::text, 'run:paused'::text, 'run:resumed'::text, 'run:cancelled'::text, 'run:retried'::text, 'step:answered'::text]));
ALTER TABLE events ENABLE ROW LEVEL SECURITY;

CREATE TABLE installation (
    id integer NOT NULL DEFAULT 1,
    setup_hash text,
    setup_expires timestamp(3) with time zone,
    claimed_at timestamp(3) with time zone,
    created_at timestamp(3) with time zone NOT NULL DEFAULT CURRENT_TIMESTAMP
);
ALTER TABLE installation ADD CONSTRAINT installation_pkey PRIMARY KEY (id);

CREATE TABLE invitations (
    id uuid NOT NULL,
    workspace_id uuid NOT NULL,
    email text NOT NULL,
    role text,
    status text NOT NULL,
    expires_at timestamp(3) with time zone NOT NULL,
    inviter_id uuid NOT NULL,
    created_at timestamp(3) with time zone NOT NULL DEFAULT CURRENT_TIMESTAMP
);
ALTER TABLE invitations ADD CONSTRAINT invitations_pkey PRIMARY KEY (id);
ALTER TABLE invitations ADD CONSTRAINT invitations_inviter_id_fkey FOREIGN KEY (inviter_id) REFERENCES users(id) ON UPDATE CASCADE ON DELETE CASCADE;
ALTER TABLE invitations ADD CONSTRAINT invitations_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id) ON UPDATE CASCADE ON DELETE RESTRICT;
CREATE INDEX invitations_email_idx ON public.invitations USING btree (email);
CREATE INDEX invitations_workspace_id_idx ON public.invitations USING btree (workspace_id);
ALTER TABLE invitations ENABLE ROW LEVEL SECURITY;

CREATE TABLE lost_bytes (
    hash text NOT NULL,
    how text NOT NULL,
    lost_at timestamp(3) with time zone NOT NULL DEFAULT CURRENT_TIMESTAMP
);
ALTER TABLE lost_bytes ADD CONSTRAINT lost_bytes_pkey PRIMARY KEY (hash);
ALTER TABLE lost_bytes ADD CONSTRAINT lost_bytes_how CHECK ((how = ANY (ARRAY['missing'::text, 'damaged'::text])));

CREATE TABLE memberships (
    id uuid NOT NULL,
    workspace_id uuid NOT NULL,
    user_id uuid NOT NULL,
    role text NOT NULL,
    created_at timestamp(3) with time zone NOT NULL DEFAULT CURRENT_TIMESTAMP
);
ALTER TABLE memberships ADD CONSTRAINT memberships_pkey PRIMARY KEY (id);
ALTER TABLE memberships ADD CONSTRAINT memberships_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON UPDATE CASCADE ON DELETE CASCADE;
ALTER TABLE memberships ADD CONSTRAINT memberships_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id) ON UPDATE CASCADE ON DELETE RESTRICT;
CREATE INDEX memberships_user_id_idx ON public.memberships USING btree (user_id);
CREATE UNIQUE INDEX memberships_workspace_id_user_id_key ON public.memberships USING btree (workspace_id, user_id);
ALTER TABLE memberships ENABLE ROW LEVEL SECURITY;

CREATE TABLE model_versions (
    id uuid NOT NULL,
    workspace_id uuid NOT NULL,
    model_id uuid NOT NULL,
    number integer NOT NULL,
    hash text NOT NULL,
    status text NOT NULL,
    card jsonb NOT NULL,
    key text NOT NULL,
    created_at timestamp(3) with time zone NOT NULL DEFAULT CURRENT_TIMESTAMP
);
ALTER TABLE model_versions ADD CONSTRAINT model_versions_pkey PRIMARY KEY (id);
ALTER TABLE model_versions ADD CONSTRAINT model_versions_model_id_fkey FOREIGN KEY (model_id) REFERENCES models(id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE model_versions ADD CONSTRAINT model_versions_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id) ON UPDATE CASCADE ON DELETE RESTRICT;
CREATE UNIQUE INDEX model_versions_model_id_hash_key ON public.model_versions USING btree (model_id, hash);
CREATE UNIQUE INDEX model_versions_model_id_number_key ON public.model_versions USING btree (model_id, number);
ALTER TABLE model_versions ENABLE ROW LEVEL SECURITY;

CREATE TABLE models (
    id uuid NOT NULL,
    workspace_id uuid NOT NULL,
    name text NOT NULL,
    created_at timestamp(3) with time zone NOT NULL DEFAULT CURRENT_TIMESTAMP
);
ALTER TABLE models ADD CONSTRAINT models_pkey PRIMARY KEY (id);
ALTER TABLE models ADD CONSTRAINT models_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id) ON UPDATE CASCADE ON DELETE RESTRICT;
CREATE UNIQUE INDEX models_workspace_id_name_key ON public.models USING btree (workspace_id, name);
ALTER TABLE models ENABLE ROW LEVEL SECURITY;

CREATE TABLE results (
    workspace_id uuid NOT NULL,
    key text NOT NULL,
    type text NOT NULL,
    version integer NOT NULL,
    outputs jsonb NOT NULL,
    metrics jsonb NOT NULL,
    warnings integer NOT NULL DEFAULT 0,
    duration_ms integer NOT NULL,
    created_at timestamp(3) with time zone NOT NULL DEFAULT CURRENT_TIMESTAMP,
    used_at timestamp(3) with time zone NOT NULL DEFAULT CURRENT_TIMESTAMP
);
ALTER TABLE results ADD CONSTRAINT results_pkey PRIMARY KEY (workspace_id, key);
ALTER TABLE results ADD CONSTRAINT results_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE results ENABLE ROW LEVEL SECURITY;

CREATE TABLE runs (
    id uuid NOT NULL,
    workspace_id uuid NOT NULL,
    document_id uuid NOT NULL,
    version_id uuid NOT NULL,
    number integer NOT NULL,
    status text NOT NULL,
    plan jsonb NOT NULL,
    remaining integer NOT NULL,
    event_seq bigint NOT NULL DEFAULT 0,
    created_at timestamp(3) with time zone NOT NULL DEFAULT CURRENT_TIMESTAMP,
    finished_at timestamp(3) with time zone,
    started_by uuid,
    state_vector bytea,
    actor jsonb
);
ALTER TABLE runs ADD CONSTRAINT runs_pkey PRIMARY KEY (id);
ALTER TABLE runs ADD CONSTRAINT runs_document_id_fkey FOREIGN KEY (document_id) REFERENCES documents(id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE runs ADD CONSTRAINT runs_started_by_fkey FOREIGN KEY (started_by) REFERENCES users(id) ON UPDATE CASCADE ON DELETE SET NULL;
ALTER TABLE runs ADD CONSTRAINT runs_status_check CHECK ((status = ANY (ARRAY['running'::text, 'paused'::text, 'succeeded'::text, 'failed'::text, 'cancelled'::text])));
ALTER TABLE runs ADD CONSTRAINT runs_version_id_fkey FOREIGN KEY (version_id) REFERENCES versions(id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE runs ADD CONSTRAINT runs_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id) ON UPDATE CASCADE ON DELETE RESTRICT;
CREATE UNIQUE INDEX runs_document_id_number_key ON public.runs USING btree (document_id, number);
CREATE INDEX runs_status_idx ON public.runs USING btree (status);
CREATE INDEX runs_workspace_id_created_at_idx ON public.runs USING btree (workspace_id, created_at DESC);
ALTER TABLE runs ENABLE ROW LEVEL SECURITY;

CREATE TABLE sessions (
    id uuid NOT NULL,
    token text NOT NULL,
    user_id uuid NOT NULL,
    expires_at timestamp(3) with time zone NOT NULL,
    ip_address text,
    user_agent text,
    active_workspace_id text,
    created_at timestamp(3) with time zone NOT NULL DEFAULT CURRENT_TIMESTAMP,
    updated_at timestamp(3) with time zone NOT NULL DEFAULT CURRENT_TIMESTAMP
);
ALTER TABLE sessions ADD CONSTRAINT sessions_pkey PRIMARY KEY (id);
ALTER TABLE sessions ADD CONSTRAINT sessions_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON UPDATE CASCADE ON DELETE CASCADE;
CREATE UNIQUE INDEX sessions_token_key ON public.sessions USING btree (token);
CREATE INDEX sessions_user_id_idx ON public.sessions USING btree (user_id);

CREATE TABLE steps (
    workspace_id uuid NOT NULL,
    run_id uuid NOT NULL,
    index integer NOT NULL,
    shard integer NOT NULL DEFAULT '-1'::integer,
    node_id text NOT NULL,
    type text NOT NULL,
    version integer NOT NULL,
    queue text NOT NULL,
    status text NOT NULL,
    attempt integer NOT NULL DEFAULT 0,
    tries integer NOT NULL DEFAULT 0,
    max_tries integer NOT NULL,
    key text,
    key_parts jsonb,
    inputs jsonb,
    outputs jsonb,
    metrics jsonb,
    warnings integer NOT NULL DEFAULT 0,
    error jsonb,
    range_from integer,
    range_to integer,
    question jsonb,
    answer jsonb,
    force boolean NOT NULL DEFAULT false,
    worker_id uuid,
    lease_until timestamp(3) with time zone,
    not_before timestamp(3) with time zone,
    offered_at timestamp(3) with time zone NOT NULL DEFAULT CURRENT_TIMESTAMP,
    since timestamp(3) with time zone NOT NULL DEFAULT CURRENT_TIMESTAMP,
    started_at timestamp(3) with time zone,
    finished_at timestamp(3) with time zone
);
ALTER TABLE steps ADD CONSTRAINT steps_pkey PRIMARY KEY (run_id, index, shard);
ALTER TABLE steps ADD CONSTRAINT steps_run_id_fkey FOREIGN KEY (run_id) REFERENCES runs(id) ON UPDATE CASCADE ON DELETE CASCADE;
ALTER TABLE steps ADD CONSTRAINT steps_status_check CHECK ((status = ANY (ARRAY['pending'::text, 'sharded'::text, 'ready'::text, 'running'::text, 'paused'::text, 'asking'::text, 'succeeded'::text, 'cached'::text, 'failed'::text, 'skipped'::text, 'cancelled'::text])));
ALTER TABLE steps ADD CONSTRAINT steps_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id) ON UPDATE CASCADE ON DELETE RESTRICT;
CREATE INDEX steps_worker_id_idx ON public.steps USING btree (worker_id);
ALTER TABLE steps ENABLE ROW LEVEL SECURITY;

CREATE TABLE store_leftovers (
    name text NOT NULL,
    seen_at timestamp(3) with time zone NOT NULL DEFAULT CURRENT_TIMESTAMP
);
ALTER TABLE store_leftovers ADD CONSTRAINT store_leftovers_pkey PRIMARY KEY (name);

CREATE TABLE uploads (
    workspace_id uuid NOT NULL,
    hash text NOT NULL,
    name text NOT NULL,
    bytes bigint NOT NULL,
    created_by uuid,
    created_at timestamp(3) with time zone NOT NULL DEFAULT CURRENT_TIMESTAMP
);
ALTER TABLE uploads ADD CONSTRAINT uploads_pkey PRIMARY KEY (workspace_id, hash, name);
ALTER TABLE uploads ADD CONSTRAINT uploads_created_by_fkey FOREIGN KEY (created_by) REFERENCES users(id) ON UPDATE CASCADE ON DELETE SET NULL;
ALTER TABLE uploads ADD CONSTRAINT uploads_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE uploads ENABLE ROW LEVEL SECURITY;

CREATE TABLE users (
    id uuid NOT NULL,
    name text NOT NULL,
    email text NOT NULL,
    email_verified boolean NOT NULL DEFAULT false,
    image text,
    language text NOT NULL DEFAULT 'en'::text,
    created_at timestamp(3) with time zone NOT NULL DEFAULT CURRENT_TIMESTAMP,
    updated_at timestamp(3) with time zone NOT NULL DEFAULT CURRENT_TIMESTAMP
);
ALTER TABLE users ADD CONSTRAINT users_pkey PRIMARY KEY (id);
CREATE UNIQUE INDEX users_email_key ON public.users USING btree (email);

CREATE TABLE verifications (
    id uuid NOT NULL,
    identifier text NOT NULL,
    value text NOT NULL,
    expires_at timestamp(3) with time zone NOT NULL,
    created_at timestamp(3) with time zone NOT NULL DEFAULT CURRENT_TIMESTAMP,
    updated_at timestamp(3) with time zone NOT NULL DEFAULT CURRENT_TIMESTAMP
);
ALTER TABLE verifications ADD CONSTRAINT verifications_pkey PRIMARY KEY (id);
CREATE INDEX verifications_identifier_idx ON public.verifications USING btree (identifier);

CREATE TABLE versions (
    id uuid NOT NULL,
    workspace_id uuid NOT NULL,
    document_id uuid NOT NULL,
    number integer NOT NULL,
    hash text NOT NULL,
    content jsonb NOT NULL,
    created_at timestamp(3) with time zone NOT NULL DEFAULT CURRENT_TIMESTAMP
);
ALTER TABLE versions ADD CONSTRAINT versions_pkey PRIMARY KEY (id);
ALTER TABLE versions ADD CONSTRAINT versions_document_id_fkey FOREIGN KEY (document_id) REFERENCES documents(id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE versions ADD CONSTRAINT versions_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id) ON UPDATE CASCADE ON DELETE RESTRICT;
CREATE UNIQUE INDEX versions_document_id_hash_key ON public.versions USING btree (document_id, hash);
CREATE UNIQUE INDEX versions_document_id_number_key ON public.versions USING btree (document_id, number);
ALTER TABLE versions ENABLE ROW LEVEL SECURITY;

CREATE TABLE workers (
    id uuid NOT NULL,
    workspace_id uuid NOT NULL,
    name text NOT NULL,
    state text NOT NULL,
    slots integer NOT NULL,
    busy integer NOT NULL DEFAULT 0,
    queues text[],
    labels text[],
    facts jsonb NOT NULL,
    started_at timestamp(3) with time zone NOT NULL DEFAULT CURRENT_TIMESTAMP,
    heartbeat_at timestamp(3) with time zone NOT NULL DEFAULT CURRENT_TIMESTAMP
);
ALTER TABLE workers ADD CONSTRAINT workers_pkey PRIMARY KEY (id);
ALTER TABLE workers ADD CONSTRAINT workers_state_check CHECK ((state = ANY (ARRAY['active'::text, 'draining'::text, 'gone'::text])));
ALTER TABLE workers ADD CONSTRAINT workers_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE workers ENABLE ROW LEVEL SECURITY;

CREATE TABLE workspace_event_heads (
    workspace_id uuid NOT NULL,
    seq bigint NOT NULL
);
ALTER TABLE workspace_event_heads ADD CONSTRAINT workspace_event_heads_pkey PRIMARY KEY (workspace_id);
ALTER TABLE workspace_event_heads ADD CONSTRAINT workspace_event_heads_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE workspace_event_heads ENABLE ROW LEVEL SECURITY;

CREATE TABLE workspace_events (
    id bigint NOT NULL DEFAULT nextval('workspace_events_id_seq'::regclass),
    workspace_id uuid NOT NULL,
    seq bigint,
    at timestamp(3) with time zone NOT NULL DEFAULT CURRENT_TIMESTAMP,
    actor jsonb NOT NULL,
    type text NOT NULL,
    subject_kind text NOT NULL,
    subject_id text NOT NULL,
    data jsonb NOT NULL
);
ALTER TABLE workspace_events ADD CONSTRAINT workspace_events_pkey PRIMARY KEY (id);
ALTER TABLE workspace_events ADD CONSTRAINT number_at_commit TRIGGER DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE workspace_events ADD CONSTRAINT workspace_events_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id) ON UPDATE CASCADE ON DELETE RESTRICT;
CREATE UNIQUE INDEX workspace_events_workspace_id_seq_key ON public.workspace_events USING btree (workspace_id, seq);
ALTER TABLE workspace_events ENABLE ROW LEVEL SECURITY;

CREATE TABLE workspaces (
    id uuid NOT NULL,
    name text NOT NULL,
    created_at timestamp(3) with time zone NOT NULL DEFAULT CURRENT_TIMESTAMP,
    logo text,
    metadata text,
    slug text NOT NULL
);
ALTER TABLE workspaces ADD CONSTRAINT workspaces_pkey PRIMARY KEY (id);
CREATE UNIQUE INDEX workspaces_slug_key ON public.workspaces USING btree (slug);
ALTER TABLE workspaces ENABLE ROW LEVEL SECURITY;

CREATE OR REPLACE FUNCTION public.weft_lost(workspace uuid, outputs jsonb)
 RETURNS boolean
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN ((EXISTS (SELECT FROM lost_bytes)) AND (EXISTS (SELECT FROM ((jsonb_each(weft_lost.outputs) o(key, value) LEFT JOIN artifacts a ON (((a.workspace_id = weft_lost.workspace) AND (a.hash = (o.value ->> 'hash'::text))))) JOIN lost_bytes l ON ((l.hash = ANY ((COALESCE(a.files, '{}'::text[]) || (o.value ->> 'hash'::text)))))))));

CREATE OR REPLACE FUNCTION public.weft_number_workspace_event()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
DECLARE
  given bigint;
BEGIN
  INSERT INTO workspace_event_heads AS head (workspace_id, seq) VALUES (NEW.workspace_id, 1)
    ON CONFLICT (workspace_id) DO UPDATE SET seq = head.seq + 1 RETURNING head.seq INTO given;
  UPDATE workspace_events SET seq = given, at = clock_timestamp() WHERE id = NEW.id;
  PERFORM pg_notify('weft_workspace_events', NEW.workspace_id::text);
  RETURN NULL;
END
$function$;

CREATE OR REPLACE FUNCTION public.weft_workspace()
 RETURNS uuid
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN (NULLIF(current_setting('weft.workspace'::text, true), ''::text))::uuid;

CREATE CONSTRAINT TRIGGER number_at_commit AFTER INSERT ON workspace_events DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION weft_number_workspace_event();

CREATE POLICY tenant ON artifact_lineage AS PERMISSIVE FOR ALL TO weft_tenant USING ((workspace_id = weft_workspace())) WITH CHECK ((workspace_id = weft_workspace()));

CREATE POLICY tenant ON artifacts AS PERMISSIVE FOR ALL TO weft_tenant USING ((workspace_id = weft_workspace())) WITH CHECK ((workspace_id = weft_workspace()));

CREATE POLICY tenant ON attempts AS PERMISSIVE FOR ALL TO weft_tenant USING ((workspace_id = weft_workspace())) WITH CHECK ((workspace_id = weft_workspace()));

CREATE POLICY tenant ON checkpoints AS PERMISSIVE FOR ALL TO weft_tenant USING ((workspace_id = weft_workspace())) WITH CHECK ((workspace_id = weft_workspace()));

CREATE POLICY tenant ON document_edits AS PERMISSIVE FOR ALL TO weft_tenant USING ((workspace_id = weft_workspace())) WITH CHECK ((workspace_id = weft_workspace()));

CREATE POLICY tenant ON document_states AS PERMISSIVE FOR ALL TO weft_tenant USING ((workspace_id = weft_workspace())) WITH CHECK ((workspace_id = weft_workspace()));

CREATE POLICY tenant ON document_updates AS PERMISSIVE FOR ALL TO weft_tenant USING ((workspace_id = weft_workspace())) WITH CHECK ((workspace_id = weft_workspace()));

CREATE POLICY tenant ON documents AS PERMISSIVE FOR ALL TO weft_tenant USING ((workspace_id = weft_workspace())) WITH CHECK ((workspace_id = weft_workspace()));

CREATE POLICY tenant ON events AS PERMISSIVE FOR ALL TO weft_tenant USING ((workspace_id = weft_workspace())) WITH CHECK ((workspace_id = weft_workspace()));

CREATE POLICY tenant ON invitations AS PERMISSIVE FOR ALL TO weft_tenant USING ((workspace_id = weft_workspace())) WITH CHECK ((workspace_id = weft_workspace()));

CREATE POLICY tenant ON memberships AS PERMISSIVE FOR ALL TO weft_tenant USING ((workspace_id = weft_workspace())) WITH CHECK ((workspace_id = weft_workspace()));

CREATE POLICY tenant ON model_versions AS PERMISSIVE FOR ALL TO weft_tenant USING ((workspace_id = weft_workspace())) WITH CHECK ((workspace_id = weft_workspace()));

CREATE POLICY tenant ON models AS PERMISSIVE FOR ALL TO weft_tenant USING ((workspace_id = weft_workspace())) WITH CHECK ((workspace_id = weft_workspace()));

CREATE POLICY tenant ON results AS PERMISSIVE FOR ALL TO weft_tenant USING ((workspace_id = weft_workspace())) WITH CHECK ((workspace_id = weft_workspace()));

CREATE POLICY tenant ON runs AS PERMISSIVE FOR ALL TO weft_tenant USING ((workspace_id = weft_workspace())) WITH CHECK ((workspace_id = weft_workspace()));

CREATE POLICY tenant ON steps AS PERMISSIVE FOR ALL TO weft_tenant USING ((workspace_id = weft_workspace())) WITH CHECK ((workspace_id = weft_workspace()));

CREATE POLICY tenant ON uploads AS PERMISSIVE FOR ALL TO weft_tenant USING ((workspace_id = weft_workspace())) WITH CHECK ((workspace_id = weft_workspace()));

CREATE POLICY tenant ON versions AS PERMISSIVE FOR ALL TO weft_tenant USING ((workspace_id = weft_workspace())) WITH CHECK ((workspace_id = weft_workspace()));

CREATE POLICY tenant ON workers AS PERMISSIVE FOR ALL TO weft_tenant USING ((workspace_id = weft_workspace())) WITH CHECK ((workspace_id = weft_workspace()));

CREATE POLICY tenant ON workspace_event_heads AS PERMISSIVE FOR ALL TO weft_tenant USING ((workspace_id = weft_workspace())) WITH CHECK ((workspace_id = weft_workspace()));

CREATE POLICY tenant ON workspace_events AS PERMISSIVE FOR ALL TO weft_tenant USING ((workspace_id = weft_workspace())) WITH CHECK ((workspace_id = weft_workspace()));

CREATE POLICY tenant ON workspaces AS PERMISSIVE FOR ALL TO weft_tenant USING ((id = weft_workspace())) WITH CHECK ((id = weft_workspace()));
