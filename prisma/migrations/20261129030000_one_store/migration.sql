-- AlterTable
ALTER TABLE "artifacts" ADD COLUMN     "files" TEXT[],
ADD COLUMN     "stored_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP;

-- CreateTable
CREATE TABLE "lost_bytes" (
    "hash" TEXT NOT NULL,
    "how" TEXT NOT NULL,
    "lost_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "lost_bytes_pkey" PRIMARY KEY ("hash")
);

-- CreateTable
CREATE TABLE "store_leftovers" (
    "name" TEXT NOT NULL,
    "seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "store_leftovers_pkey" PRIMARY KEY ("name")
);

UPDATE "artifacts" SET "stored_at" = "created_at";
ALTER TABLE "lost_bytes" ADD CONSTRAINT "lost_bytes_how" CHECK ("how" IN ('missing', 'damaged'));
-- Manifests recorded before their files were: the engine reads them when it opens.
CREATE INDEX "artifacts_unread" ON "artifacts" ("hash") WHERE "files" IS NULL AND "kind" <> 'table';

-- Whether anything that these outputs consist of is lost: the bytes they name, and the files of manifests among them.
CREATE FUNCTION weft_lost(workspace uuid, outputs jsonb) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
  RETURN EXISTS (SELECT FROM lost_bytes) AND EXISTS (
    SELECT FROM jsonb_each(outputs) o
    LEFT JOIN artifacts a ON a.workspace_id = workspace AND a.hash = o.value->>'hash'
    JOIN lost_bytes l ON l.hash = ANY (coalesce(a.files, '{}') || (o.value->>'hash'))
  );

GRANT SELECT ON "lost_bytes" TO weft_tenant;
