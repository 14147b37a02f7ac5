-- AlterTable
ALTER TABLE "runs" ADD COLUMN     "actor" JSONB;

-- AlterTable
ALTER TABLE "events" ADD COLUMN     "actor" JSONB;

-- CreateTable
CREATE TABLE "workspace_events" (
    "id" BIGSERIAL NOT NULL,
    "workspace_id" UUID NOT NULL,
    "seq" BIGINT,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "actor" JSONB NOT NULL,
    "type" TEXT NOT NULL,
    "subject_kind" TEXT NOT NULL,
    "subject_id" TEXT NOT NULL,
    "data" JSONB NOT NULL,

    CONSTRAINT "workspace_events_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "workspace_event_heads" (
    "workspace_id" UUID NOT NULL,
    "seq" BIGINT NOT NULL,

    CONSTRAINT "workspace_event_heads_pkey" PRIMARY KEY ("workspace_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "workspace_events_workspace_id_seq_key" ON "workspace_events"("workspace_id", "seq");

-- AddForeignKey
ALTER TABLE "workspace_events" ADD CONSTRAINT "workspace_events_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "workspace_event_heads" ADD CONSTRAINT "workspace_event_heads_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- From here on written by hand.

-- Runs of earlier code: the person who is named, or else the command line.
UPDATE "runs" SET "actor" = CASE
  WHEN "started_by" IS NULL THEN '{"kind": "commandLine", "id": "unknown", "requestId": null}'::jsonb
  ELSE jsonb_build_object('kind', 'person', 'id', "started_by", 'requestId', NULL)
END;

-- The moves of a run are few among many events; views of a run read them alone.
CREATE INDEX "events_moves_idx" ON "events" ("run_id", "seq")
  WHERE "type" IN ('run:started', 'run:paused', 'run:resumed', 'run:cancelled', 'run:retried', 'step:answered');

-- Numbers an event of the outbox while its transaction commits. By then the transaction has taken every other lock it
-- needs, so whoever holds a head waits for nobody, and no deadlock can arise. Numbers are given under the lock of the
-- head, which makes them gap-free and puts them, and `at`, in commit order.
CREATE FUNCTION weft_number_workspace_event() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  given bigint;
BEGIN
  INSERT INTO workspace_event_heads AS head (workspace_id, seq) VALUES (NEW.workspace_id, 1)
    ON CONFLICT (workspace_id) DO UPDATE SET seq = head.seq + 1 RETURNING head.seq INTO given;
  UPDATE workspace_events SET seq = given, at = clock_timestamp() WHERE id = NEW.id;
  PERFORM pg_notify('weft_workspace_events', NEW.workspace_id::text);
  RETURN NULL;
END
$$;

CREATE CONSTRAINT TRIGGER number_at_commit AFTER INSERT ON "workspace_events"
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION weft_number_workspace_event();

-- The wall between workspaces, as around every other table.
DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['workspace_events', 'workspace_event_heads'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY tenant ON %I TO weft_tenant USING (workspace_id = weft_workspace()) WITH CHECK (workspace_id = weft_workspace())', name);
    EXECUTE format('GRANT SELECT ON %I TO weft_tenant', name);
  END LOOP;
END
$$;
-- Names beside ids: which key started or stopped something.
GRANT SELECT (id, name) ON "api_keys" TO weft_tenant;
