-- What an attempt used, by unit, for metering. Older attempts named nothing.
ALTER TABLE "attempts" ADD COLUMN "usage" JSONB;
