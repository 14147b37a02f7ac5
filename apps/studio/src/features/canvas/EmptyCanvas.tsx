import { ClipboardPaste, FileUp, LayoutTemplate, Plus, Workflow, type LucideIcon } from 'lucide-react';
import { useLocation } from 'wouter';
import { paths, useWorkspace } from '../../shell/index.ts';
import { runCommand, shortcutOf } from '../../commands/index.ts';
import { useLive } from '../../document/index.ts';
import { useMessages } from '../../i18n/index.ts';
import { EmptyState, Kbd } from '../../ui/index.ts';
import { messages } from './messages.ts';

/** Nothing is here yet: the four ways to begin, each of which is also done by hand or key on the canvas itself. */
export function EmptyCanvas() {
  const t = useMessages(messages);
  const { canEdit } = useLive();
  const { slug } = useWorkspace();
  const [, navigate] = useLocation();
  return (
    <div className="weft-canvas-empty">
      {canEdit ? (
        <section
          aria-label={t('empty-title')}
          className="weft-canvas-begin w-90 max-w-[calc(100%-32px)] rounded-lg border border-line bg-surface p-2 shadow-sheet"
        >
          <h2 className="px-2 pt-2 font-semibold">{t('empty-title')}</h2>
          <p className="px-2 pb-2 text-ink-2">{t('empty-text')}</p>
          <Way
            icon={Plus}
            title={t('begin-node')}
            text={t('begin-node-text')}
            keys={shortcutOf('canvas.add')}
            onClick={() => void runCommand('canvas.add')}
          />
          <Way
            icon={LayoutTemplate}
            title={t('begin-template')}
            text={t('begin-template-text')}
            onClick={() => navigate(paths.templates(slug))}
          />
          <Way icon={FileUp} title={t('begin-file')} text={t('begin-file-text')} />
          <Way icon={ClipboardPaste} title={t('begin-paste')} text={t('begin-paste-text')} keys="mod+v" />
        </section>
      ) : (
        <EmptyState icon={Workflow} title={t('empty-title')} text={t('empty-reader')} />
      )}
    </div>
  );
}

/** A way that a click begins, or, without one, that the hand does elsewhere. */
function Way({
  icon: Icon,
  title,
  text,
  keys,
  onClick,
}: {
  icon: LucideIcon;
  title: string;
  text: string;
  keys?: string | undefined;
  onClick?: () => void;
}) {
  const inside = (
    <>
      <Icon aria-hidden className="mt-0.5 size-4 shrink-0 text-ink-3" />
      <span className="min-w-0 flex-1">
        <span className="block font-medium">{title}</span>
        <span className="block text-sm text-ink-2">{text}</span>
      </span>
      {keys !== undefined && <Kbd keys={keys} className="text-ink-3" />}
    </>
  );
  const look = 'flex w-full items-start gap-2.5 rounded-md p-2 text-left';
  return onClick === undefined ? (
    <p className={look}>{inside}</p>
  ) : (
    <button type="button" className={`${look} hover:bg-hover`} onClick={onClick}>
      {inside}
    </button>
  );
}
