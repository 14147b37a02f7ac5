import type { Json } from '@weft/engine/graph';
import { MessageCircleQuestion } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useWorkspace } from '../../shell/index.ts';
import { useMessages } from '../../i18n/index.ts';
import { useRunActions } from '../../runs/index.ts';
import { Button, Code, TextArea, toast, useSentence } from '../../ui/index.ts';
import { messages } from './messages.ts';
import { readQuestion } from './question.ts';

/** A gate's question, answered where it is asked. Nothing is shown as answered before the server says so. */
export function CellQuestion({ nodeId, raw }: { nodeId: string; raw: Json }) {
  const t = useMessages(messages);
  const { can } = useWorkspace();
  const { answerGate } = useRunActions();
  const sentence = useSentence();
  const question = useMemo(() => readQuestion(raw), [raw]);
  const [sending, setSending] = useState(false);
  const allowed = can('run:answer');
  const send = (answer: Json): void => {
    setSending(true);
    answerGate(nodeId, answer)
      .catch((error: unknown) => toast(sentence(error), { tone: 'danger' }))
      .finally(() => setSending(false));
  };
  return (
    <section
      aria-label={t('question')}
      className="space-y-2 rounded-md border border-waiting/50 bg-waiting/5 p-2"
    >
      <p className="flex gap-1.5 font-medium">
        <MessageCircleQuestion size={14} aria-hidden className="mt-0.5 shrink-0 text-waiting" />
        <span className="min-w-0 break-words whitespace-pre-wrap">{question.text ?? t('question')}</span>
      </p>
      {question.facts !== null && (
        <dl className="nowheel max-h-40 space-y-0.5 overflow-auto text-sm">
          {Object.entries(question.facts).map(([name, value]) => (
            <div key={name} className="flex gap-2">
              <dt className="shrink-0 text-ink-3">{name}</dt>
              <dd className="min-w-0 break-words">
                {typeof value === 'string' ? value : <Code>{JSON.stringify(value)}</Code>}
              </dd>
            </div>
          ))}
        </dl>
      )}
      {!allowed ? (
        <p className="text-sm text-ink-2">{t('question-reader')}</p>
      ) : question.open ? (
        <OpenAnswer busy={sending} onAnswer={send} />
      ) : (
        <div className="flex flex-wrap gap-1">
          {(question.choices.length > 0 ? question.choices : [{ label: t('approve'), answer: true }]).map(
            ({ label, answer }, i) => (
              <Button
                key={label}
                size="sm"
                variant={i === 0 ? 'primary' : 'quiet'}
                busy={sending}
                className="nodrag"
                onClick={() => send(answer)}
              >
                {label}
              </Button>
            ),
          )}
        </div>
      )}
    </section>
  );
}

function OpenAnswer({ busy, onAnswer }: { busy: boolean; onAnswer: (answer: Json) => void }) {
  const t = useMessages(messages);
  const [typed, setTyped] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const send = (): void => {
    try {
      onAnswer(JSON.parse(typed) as Json);
      setProblem(null);
    } catch (error) {
      setProblem(t('not-json', { detail: (error as Error).message }));
    }
  };
  return (
    <div className="space-y-1">
      <TextArea
        aria-label={t('answer-json')}
        aria-invalid={problem !== null}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        className="nodrag nowheel font-mono"
      />
      {problem !== null && <p className="text-xs text-failed">{problem}</p>}
      <Button size="sm" variant="primary" busy={busy} className="nodrag" onClick={send}>
        {t('answer')}
      </Button>
    </div>
  );
}
