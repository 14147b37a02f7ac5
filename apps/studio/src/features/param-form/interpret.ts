import type { Json } from '@weft/engine/graph';
import type { Problem } from './check.ts';
import type { Control } from './control.ts';

/** What somebody typed, read as a value; or what kept it from being one. */
export type Interpreted =
  { readonly ok: true; readonly value: Json } | { readonly ok: false; readonly problem: Problem };

/**
 * Numbers and JSON are typed as text, and may be half-typed; every other control gives values. Lists, records and
 * objects may hold half-typed entries, so the whole of a value is typed text where a part of it is.
 */
export function interpret(control: Control, raw: unknown): Interpreted {
  switch (control.kind) {
    case 'number':
      return typeof raw === 'string' ? readNumber(raw) : fine(raw);
    case 'json':
      return typeof raw === 'string' ? readJson(raw) : fine(raw);
    case 'list':
      return Array.isArray(raw)
        ? gathered(
            raw.map((item: unknown, i) => [String(i + 1), interpret(control.item, item)]),
            'list',
          )
        : fine(raw);
    case 'record':
      return isObject(raw)
        ? gathered(
            Object.entries(raw).map(([name, value]) => [name, interpret(control.value, value)]),
            'object',
          )
        : fine(raw);
    case 'object':
      return isObject(raw)
        ? gathered(
            Object.entries(raw).map((entry) => readMember(control, entry)),
            'object',
          )
        : fine(raw);
    case 'variants': {
      const variant = control.variants.find(({ fits }) => fits(raw));
      return variant === undefined ? fine(raw) : interpret(variant.control, raw);
    }
    case 'switch':
    case 'choice':
    case 'text':
    case 'path':
    case 'code':
    case 'prose':
      return fine(raw);
  }
}

const fine = (raw: unknown): Interpreted => ({ ok: true, value: raw as Json });
const isObject = (raw: unknown): raw is Readonly<Record<string, unknown>> =>
  typeof raw === 'object' && raw !== null && !Array.isArray(raw);

function readNumber(raw: string): Interpreted {
  const value = numberOf(raw);
  if (value !== null) return { ok: true, value };
  return { ok: false, problem: { kind: raw.trim() === '' ? 'missing' : 'not-a-number' } };
}

function readJson(raw: string): Interpreted {
  try {
    return { ok: true, value: JSON.parse(raw) as Json };
  } catch (error) {
    return { ok: false, problem: { kind: 'not-json', detail: (error as Error).message } };
  }
}

function readMember(
  { fields }: Extract<Control, { kind: 'object' }>,
  [name, value]: [string, unknown],
): readonly [string, Interpreted] {
  const field = fields.find((each) => each.name === name);
  return [name, field === undefined ? fine(value) : interpret(field.control, value)];
}

function gathered(
  parts: readonly (readonly [at: string, read: Interpreted])[],
  as: 'list' | 'object',
): Interpreted {
  const values: (readonly [string, Json])[] = [];
  for (const [at, read] of parts) {
    if (!read.ok) return { ok: false, problem: { kind: 'inside', at, problem: read.problem } };
    values.push([at, read.value]);
  }
  return { ok: true, value: as === 'list' ? values.map(([, value]) => value) : Object.fromEntries(values) };
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
