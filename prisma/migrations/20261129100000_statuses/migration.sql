-- The states that packages/engine/src/observe/statuses.ts lists; a test there compares the two.
ALTER TABLE "runs" ADD CONSTRAINT "runs_status_check"
  CHECK ("status" IN ('running', 'paused', 'succeeded', 'failed', 'cancelled'));

ALTER TABLE "steps" ADD CONSTRAINT "steps_status_check"
  CHECK ("status" IN ('pending', 'sharded', 'ready', 'running', 'paused', 'asking', 'succeeded', 'cached', 'failed',
    'skipped', 'cancelled'));

ALTER TABLE "attempts" ADD CONSTRAINT "attempts_outcome_check"
  CHECK ("outcome" IN ('running', 'succeeded', 'failed', 'paused', 'asked', 'cancelled'));

ALTER TABLE "workers" ADD CONSTRAINT "workers_state_check"
  CHECK ("state" IN ('active', 'draining', 'gone'));
