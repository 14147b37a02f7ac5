import {
  Archive,
  Ban,
  CircleCheck,
  CircleDashed,
  CircleSlash,
  CircleX,
  CirclePause,
  LoaderCircle,
  type LucideIcon,
} from 'lucide-react';
import { translate } from '../i18n/index.ts';
import { messages } from './messages.ts';

/** The states of a step and of a run as people see them. */
export const STATUSES = [
  'running',
  'succeeded',
  'cached',
  'failed',
  'waiting',
  'paused',
  'skipped',
  'cancelled',
] as const;
export type Status = (typeof STATUSES)[number];

interface Look {
  readonly icon: LucideIcon;
  readonly text: string;
}

/** No state is told by colour alone: each has an icon and a word. */
export const STATUS_LOOK: Readonly<Record<Status, Look>> = {
  running: { icon: LoaderCircle, text: 'text-running' },
  succeeded: { icon: CircleCheck, text: 'text-succeeded' },
  cached: { icon: Archive, text: 'text-cached' },
  failed: { icon: CircleX, text: 'text-failed' },
  waiting: { icon: CircleDashed, text: 'text-waiting' },
  paused: { icon: CirclePause, text: 'text-paused' },
  skipped: { icon: CircleSlash, text: 'text-skipped' },
  cancelled: { icon: Ban, text: 'text-cancelled' },
};

export const isStatus = (value: string): value is Status => Object.hasOwn(STATUS_LOOK, value);

const say = translate(messages);

/** The word of a status in the language of now; whoever shows it renders again when that changes. */
export const statusWord = (status: Status): string => say(`status-${status}`);
