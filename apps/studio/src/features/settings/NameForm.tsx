import { useState } from 'react';
import { useMessages } from '../../i18n/index.ts';
import { Button, Field, Input, toast, useSentence } from '../../ui/index.ts';
import { messages } from './messages.ts';

export interface NameFormProps {
  readonly label: string;
  readonly hint: string;
  readonly value: string;
  readonly disabled?: boolean;
  readonly onSave: (name: string) => Promise<void>;
}

/** One name, saved with a button. What was typed stays when saving fails. */
export function NameForm({ label, hint, value, disabled = false, onSave }: NameFormProps) {
  const t = useMessages(messages);
  const sentence = useSentence();
  const [typed, setTyped] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const name = (typed ?? value).trim();
  const ready = name !== '' && name !== value;
  const save = async (): Promise<void> => {
    setBusy(true);
    try {
      await onSave(name);
      setTyped(null);
      toast(t('saved'), { tone: 'success' });
    } catch (error) {
      toast(t('failed', { detail: sentence(error) }), { tone: 'danger' });
    } finally {
      setBusy(false);
    }
  };
  return (
    <form
      className="flex max-w-100 flex-col items-start gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (ready && !busy) void save();
      }}
    >
      <div className="w-full">
        <Field label={label} hint={hint}>
          <Input
            value={typed ?? value}
            maxLength={100}
            readOnly={disabled}
            onChange={({ target }) => setTyped(target.value)}
          />
        </Field>
      </div>
      {!disabled && (
        <Button type="submit" variant="primary" disabled={!ready} busy={busy}>
          {t('save')}
        </Button>
      )}
    </form>
  );
}
