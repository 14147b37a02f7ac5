import type { Usage } from '../protocol/index.ts';

const MAX_UNITS = 50;

/** What an attempt used so far and what it used now, added up. @throws Error when it names too many units or too much */
export function addUsage(total: Usage, used: Usage): Usage {
  const sum: Record<string, number> = { ...total };
  for (const [unit, amount] of Object.entries(used)) sum[unit] = (sum[unit] ?? 0) + amount;
  if (Object.keys(sum).length > MAX_UNITS) throw new Error(`it used more than ${MAX_UNITS} units`);
  if (Object.values(sum).some((amount) => !Number.isFinite(amount)))
    throw new Error('it used more than can be counted');
  return sum;
}
