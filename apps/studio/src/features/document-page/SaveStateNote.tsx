import clsx from 'clsx';
import { Cloud, CloudOff, CloudUpload, Eye, TriangleAlert, type LucideIcon } from 'lucide-react';
import { useLive, useSaveState, type Refused, type SaveState } from '../../document/index.ts';
import { formatMoment } from '../../i18n/format.ts';
import { useMessages, type Translate } from '../../i18n/index.ts';
import { Button, Tooltip } from '../../ui/index.ts';
import { messages } from './messages.ts';

interface Words {
  readonly icon: LucideIcon;
  readonly word: string;
  readonly hint: string;
  readonly look?: string;
}

const STUCK: ReadonlySet<Refused> = new Set(['too-large', 'other-version', 'malformed']);

/** Whether work is safe, in a word. "Saved" means that the server has committed it, not that it was sent. */
export function SaveStateNote() {
  const t = useMessages(messages);
  const { canEdit } = useLive();
  const state = useSaveState();
  const { icon: Icon, word, hint, look } = wordsOf(state, canEdit, t);
  // Signed out, no access, gone: the page as a whole says those, with their ways out.
  const stuck = state.kind === 'refused' && STUCK.has(state.reason);
  return (
    <>
      <Tooltip label={hint}>
        <span
          role="status"
          tabIndex={0}
          data-testid="save-state"
          data-state={state.kind}
          className={clsx(
            'flex items-center gap-1.5 rounded-sm text-sm whitespace-nowrap',
            look ?? 'text-ink-3',
          )}
        >
          <Icon aria-hidden className="size-3.5" />
          <span className="max-lg:sr-only">{word}</span>
        </span>
      </Tooltip>
      {stuck && (
        <Button size="sm" onClick={() => location.reload()}>
          {t('reload')}
        </Button>
      )}
    </>
  );
}

function wordsOf(state: SaveState, canEdit: boolean, t: Translate<(typeof messages)['en']>): Words {
  switch (state.kind) {
    case 'saved':
      return canEdit
        ? { icon: Cloud, word: t('saved'), hint: t('saved-hint') }
        : { icon: Eye, word: t('view-only'), hint: t('view-only-hint') };
    case 'saving':
      return {
        icon: CloudUpload,
        word: t('saving', { count: state.edits }),
        hint: t('saving', { count: state.edits }),
      };
    case 'offline':
      return {
        icon: CloudOff,
        word: state.edits === 0 ? t('offline') : t('offline-waiting', { count: state.edits }),
        hint: t('offline-hint', { since: formatMoment(new Date(state.since), { dateStyle: undefined }) }),
        look: 'text-waiting',
      };
    case 'refused':
      return {
        icon: TriangleAlert,
        word: t(`refused-${state.reason}`),
        hint: t(`refused-${state.reason}`),
        look: 'text-failed',
      };
  }
}
