-- The schema after all migrations, for reading and reviewing. Written by a script; do not edit.
-- To refresh it: npm run -w @weft/db snapshot

CREATE TABLE artifact_lineage (
    workspace_id uuid NOT NULL,
    hash text NOT NULL,
    source_hash text NOT NULL,
    key text NOT NULL
);
ALTER TABLE artifact_lineage ADD CONSTRAINT artifact_lineage_pkey PRIMARY KEY (workspace_id, hash, source_hash, key);
ALTER TABLE artifact_lineage ADD CONSTRAINT artifact_lineage_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id) ON UPDATE CASCADE ON DELETE RESTRICT;

CREATE TABLE artifacts (
    workspace_id uuid NOT NULL,
    hash text NOT NULL,
    kind text NOT NULL,
    bytes bigint NOT NULL,
    rows bigint,
    columns jsonb,
    meta jsonb,
    created_at timestamp(3) with time zone NOT NULL DEFAULT CURRENT_TIMESTAMP
);
ALTER TABLE artifacts ADD CONSTRAINT artifacts_pkey PRIMARY KEY (workspace_id, hash);
ALTER TABLE artifacts ADD CONSTRAINT artifacts_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id) ON UPDATE CASCADE ON DELETE RESTRICT;

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
    ended_at timestamp(3) with time zone
);
ALTER TABLE attempts ADD CONSTRAINT attempts_pkey PRIMARY KEY (run_id, index, shard, number);
ALTER TABLE attempts ADD CONSTRAINT attempts_run_id_index_shard_fkey FOREIGN KEY (run_id, index, shard) REFERENCES steps(run_id, index, shard) ON UPDATE CASCADE ON DELETE CASCADE;
ALTER TABLE attempts ADD CONSTRAINT attempts_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id) ON UPDATE CASCADE ON DELETE RESTRICT;

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

CREATE TABLE documents (
    id uuid NOT NULL,
    workspace_id uuid NOT NULL,
    ref text NOT NULL,
    title text NOT NULL,
    created_at timestamp(3) with time zone NOT NULL DEFAULT CURRENT_TIMESTAMP
);
ALTER TABLE documents ADD CONSTRAINT documents_pkey PRIMARY KEY (id);
ALTER TABLE documents ADD CONSTRAINT documents_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id) ON UPDATE CASCADE ON DELETE RESTRICT;
CREATE UNIQUE INDEX documents_workspace_id_ref_key ON public.documents USING btree (workspace_id, ref);

CREATE TABLE events (
    workspace_id uuid NOT NULL,
    run_id uuid NOT NULL,
    seq bigint NOT NULL,
    at timestamp(3) with time zone NOT NULL DEFAULT CURRENT_TIMESTAMP,
    type text NOT NULL,
    node_id text,
    data jsonb NOT NULL
);
ALTER TABLE events ADD CONSTRAINT events_pkey PRIMARY KEY (run_id, seq);
ALTER TABLE events ADD CONSTRAINT events_run_id_fkey FOREIGN KEY (run_id) REFERENCES runs(id) ON UPDATE CASCADE ON DELETE CASCADE;
ALTER TABLE events ADD CONSTRAINT events_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id) ON UPDATE CASCADE ON DELETE RESTRICT;

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

CREATE TABLE models (
    id uuid NOT NULL,
    workspace_id uuid NOT NULL,
    name text NOT NULL,
    created_at timestamp(3) with time zone NOT NULL DEFAULT CURRENT_TIMESTAMP
);
ALTER TABLE models ADD CONSTRAINT models_pkey PRIMARY KEY (id);
ALTER TABLE models ADD CONSTRAINT models_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id) ON UPDATE CASCADE ON DELETE RESTRICT;
CREATE UNIQUE INDEX models_workspace_id_name_key ON public.models USING btree (workspace_id, name);

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
    finished_at timestamp(3) with time zone
);
ALTER TABLE runs ADD CONSTRAINT runs_pkey PRIMARY KEY (id);
ALTER TABLE runs ADD CONSTRAINT runs_document_id_fkey FOREIGN KEY (document_id) REFERENCES documents(id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE runs ADD CONSTRAINT runs_version_id_fkey FOREIGN KEY (version_id) REFERENCES versions(id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE runs ADD CONSTRAINT runs_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id) ON UPDATE CASCADE ON DELETE RESTRICT;
CREATE UNIQUE INDEX runs_document_id_number_key ON public.runs USING btree (document_id, number);
CREATE INDEX runs_status_idx ON public.runs USING btree (status);
CREATE INDEX runs_workspace_id_created_at_idx ON public.runs USING btree (workspace_id, created_at DESC);

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
ALTER TABLE steps ADD CONSTRAINT steps_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id) ON UPDATE CASCADE ON DELETE RESTRICT;
CREATE INDEX steps_worker_id_idx ON public.steps USING btree (worker_id);

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
ALTER TABLE workers ADD CONSTRAINT workers_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id) ON UPDATE CASCADE ON DELETE RESTRICT;

CREATE TABLE workspaces (
    id uuid NOT NULL,
    name text NOT NULL,
    created_at timestamp(3) with time zone NOT NULL DEFAULT CURRENT_TIMESTAMP
);
ALTER TABLE workspaces ADD CONSTRAINT workspaces_pkey PRIMARY KEY (id);
