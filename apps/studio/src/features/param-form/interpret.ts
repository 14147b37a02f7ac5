import type { Json } from '@weft/engine/graph';
import type { Control } from './control.ts';

/** What somebody typed, read as a value; or what kept it from being one. */
export type Interpreted =
  | { readonly ok: true; readonly value: Json }
  | { readonly ok: false; readonly problem: 'not-a-number' | 'not-json'; readonly detail: string };

/** Numbers and JSON are typed as text, and may be half-typed; every other control gives values only. */
export function interpret(control: Control, raw: unknown): Interpreted {
  if (control.kind === 'number' && typeof raw === 'string') {
    const value = numberOf(raw);
    return value === null ? { ok: false, problem: 'not-a-number', detail: raw } : { ok: true, value };
  }
  if (control.kind === 'json' && typeof raw === 'string') {
    try {
      return { ok: true, value: JSON.parse(raw) as Json };
    } catch (error) {
      return { ok: false, problem: 'not-json', detail: (error as Error).message };
    }
  }
  return { ok: true, value: raw as Json };
}

/** A comma is a point where it can be nothing else: "1,000" is a thousand to some and one to others, so it is refused. */
const DECIMAL_COMMA = /^([+-]?)(?:(0?),(\d+)|(\d+),(\d{1,2}|\d{4,}))$/;

/** "0.5", "1e-3", and "0,5" of those who write it so. Null for anything that is not one finite number. */
export function numberOf(text: string): number | null {
  const plain = DECIMAL_COMMA.test(text.trim()) ? text.trim().replace(',', '.') : text.trim();
  if (!/^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(plain)) return null;
  const value = Number(plain);
  return Number.isFinite(value) ? value : null;
}

/** The text that stands for a value in a control that is typed into. */
export function textFor(control: Control, value: Json | undefined): string {
  if (value === undefined) return '';
  if (control.kind === 'json') return JSON.stringify(value, null, 2);
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** One step up or down of a number: by what its size suggests, never beyond its bounds, and free of 0.1 + 0.2. */
export function stepped(
  control: Extract<Control, { kind: 'number' }>,
  value: number,
  direction: 1 | -1,
): number {
  const magnitude = value === 0 ? 0.1 : 10 ** Math.floor(Math.log10(Math.abs(value)));
  // Going down from 1, 0.1 or 0.01 continues in the smaller unit: 0.1 → 0.09, not 0.
  const unit = direction === -1 && Math.abs(value) === magnitude ? magnitude / 10 : magnitude;
  const size = control.whole ? Math.max(1, unit / 10) : Math.min(1, unit >= 1 ? unit / 10 : unit);
  const next = Number((value + direction * size).toPrecision(12));
  const whole = control.whole ? Math.round(next) : next;
  return Math.min(control.max ?? Infinity, Math.max(control.min ?? -Infinity, whole));
}
