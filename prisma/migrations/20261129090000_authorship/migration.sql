-- AlterTable
ALTER TABLE "document_updates" ADD COLUMN     "author_for" UUID,
ADD COLUMN     "author_id" TEXT,
ADD COLUMN     "author_kind" TEXT;

-- CreateTable
CREATE TABLE "document_edits" (
    "workspace_id" UUID NOT NULL,
    "document_id" UUID NOT NULL,
    "first_seq" BIGINT NOT NULL,
    "last_seq" BIGINT NOT NULL,
    "first_at" TIMESTAMPTZ(3) NOT NULL,
    "last_at" TIMESTAMPTZ(3) NOT NULL,
    "author_kind" TEXT,
    "author_id" TEXT,
    "author_for" UUID,
    "inserts" BYTEA NOT NULL,
    "deletes" BYTEA NOT NULL,

    CONSTRAINT "document_edits_pkey" PRIMARY KEY ("document_id","first_seq")
);

-- CreateTable
CREATE TABLE "document_states" (
    "workspace_id" UUID NOT NULL,
    "document_id" UUID NOT NULL,
    "hash" TEXT NOT NULL,
    "data" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "document_states_pkey" PRIMARY KEY ("document_id","hash")
);

-- AddForeignKey
ALTER TABLE "document_edits" ADD CONSTRAINT "document_edits_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "document_edits" ADD CONSTRAINT "document_edits_document_id_fkey" FOREIGN KEY ("document_id") REFERENCES "documents"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "document_states" ADD CONSTRAINT "document_states_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "document_states" ADD CONSTRAINT "document_states_document_id_fkey" FOREIGN KEY ("document_id") REFERENCES "documents"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- From here on by hand.
ALTER TABLE "document_updates" ADD CONSTRAINT "document_updates_author_kind_check"
  CHECK ("author_kind" IN ('person', 'key', 'schedule', 'commandLine', 'worker'));
ALTER TABLE "document_edits" ADD CONSTRAINT "document_edits_author_kind_check"
  CHECK ("author_kind" IN ('person', 'key', 'schedule', 'commandLine', 'worker'));

ALTER TABLE "document_edits" ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "document_edits" TO weft_tenant USING (workspace_id = weft_workspace()) WITH CHECK (workspace_id = weft_workspace());
ALTER TABLE "document_states" ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "document_states" TO weft_tenant USING (workspace_id = weft_workspace()) WITH CHECK (workspace_id = weft_workspace());
GRANT SELECT ON "document_edits", "document_states" TO weft_tenant;
-- A version is made of a state by whoever starts a run.
GRANT INSERT ON "document_states" TO weft_tenant;
