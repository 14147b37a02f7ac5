import type { Control } from '../control.ts';

/** What every control is given. It holds no state of its own beyond what is open or focused. */
export interface ControlProps<C extends Control = Control> {
  readonly control: C;
  /** Of the element that takes the focus; a label may point at it. */
  readonly id: string;
  /** Accessible name where no visible label points here. */
  readonly label: string;
  /** The value, or the text that was typed for one. */
  readonly raw: unknown;
  readonly onRaw: (raw: unknown) => void;
  readonly disabled: boolean;
  readonly invalid: boolean;
  /** Ids of the hint and the problem. */
  readonly describedBy?: string;
  /** On a cell there is one line for it; in the inspector as much as it needs. */
  readonly room: 'line' | 'page';
  /** Which param of which node this is (a part of): for code, prose and files, which need more than a value. */
  readonly place: { readonly nodeId: string; readonly param: string };
}

export type ControlOf<K extends Control['kind']> = Extract<Control, { kind: K }>;
