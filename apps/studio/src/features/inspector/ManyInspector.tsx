import type { Json } from '@weft/engine/graph';
import { EDIT, setParam } from '@weft/engine/live';
import { useId, useMemo, useState } from 'react';
import { specOf, useGraph, useLive } from '../../document/index.ts';
import { useLanguage, useMessages } from '../../i18n/index.ts';
import {
  check,
  interpret,
  problemText,
  formMessages,
  ValueControl,
  type Problem,
} from '../param-form/index.ts';
import { commonFields, type Chosen, type CommonField } from './common.ts';
import { messages } from './messages.ts';

/** Settings that several selected nodes have in common. */
export function ManyInspector({ ids }: { ids: ReadonlySet<string> }) {
  const t = useMessages(messages);
  const { document } = useGraph();
  const chosen = useMemo(
    () =>
      [...ids].flatMap((id): Chosen[] => {
        const node = document.nodes[id as keyof typeof document.nodes];
        const spec = node === undefined ? null : specOf(node);
        return node === undefined || spec === null ? [] : [{ id, node, spec }];
      }),
    [ids, document],
  );
  const common = useMemo(() => commonFields(chosen), [chosen]);
  return (
    <>
      <header className="border-b border-line px-4 py-3">
        <h2 className="text-lg font-semibold">{t('many-selected', { count: ids.size })}</h2>
        <p className="text-sm text-ink-2">{t(common.length === 0 ? 'no-common' : 'common-hint')}</p>
      </header>
      <div className="space-y-3 p-4">
        {common.map((each) => (
          <Common key={each.field.name} common={each} chosen={chosen} />
        ))}
      </div>
    </>
  );
}

function Common({
  common: { field, value, mixed },
  chosen,
}: {
  common: CommonField;
  chosen: readonly Chosen[];
}) {
  const t = useMessages(messages);
  const form = useMessages(formMessages);
  const language = useLanguage();
  const { doc, canEdit, undo } = useLive();
  const id = useId();
  const [draft, setDraft] = useState<{ raw: unknown; problem: Problem | null } | null>(null);
  const write = (next: Json): void => {
    undo.stopCapturing();
    doc.transact(() => {
      for (const { id: nodeId } of chosen) setParam(doc, nodeId, field.name, next);
    }, EDIT);
  };
  const type = (raw: unknown): void => {
    const read = interpret(field.control, raw);
    const problem = !read.ok
      ? read.problem
      : chosen
          .map(({ spec, node }) => check(spec, node.params, { name: field.name, value: read.value }))
          .find((one) => one !== null);
    setDraft(problem === undefined ? null : { raw, problem });
    if (read.ok && problem === undefined) write(read.value);
  };
  return (
    <div>
      <label htmlFor={id} className="text-sm text-ink-2">
        {field.label[language]}
        {mixed && <span className="ml-2 text-xs text-waiting">{t('mixed')}</span>}
      </label>
      <ValueControl
        control={field.control}
        id={id}
        label={field.label[language]}
        raw={draft === null ? value : draft.raw}
        onRaw={type}
        disabled={!canEdit}
        invalid={draft !== null}
        room="page"
        place={{ nodeId: chosen[0]!.id, param: field.name }}
      />
      {draft !== null && draft.problem !== null && (
        <p aria-live="polite" className="text-xs text-failed">
          {problemText(draft.problem, form)}
        </p>
      )}
    </div>
  );
}
