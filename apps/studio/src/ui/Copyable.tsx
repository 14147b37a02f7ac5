import { CopyButton } from './CopyButton.tsx';
import { Input } from './Input.tsx';

interface CopyableProps {
  readonly text: string;
  /** What it is, for those who do not see it. */
  readonly label: string;
  /** On the button. */
  readonly copyLabel: string;
}

/** A link to hand on: one line, chosen whole when it is touched. */
export function CopyableLine({ text, label, copyLabel }: CopyableProps) {
  return (
    <div className="flex gap-2">
      <Input
        readOnly
        aria-label={label}
        value={text}
        className="font-mono text-sm"
        onFocus={({ target }) => target.select()}
      />
      <CopyButton text={text} label={copyLabel} />
    </div>
  );
}

/** Commands to run in a terminal. */
export function CopyableCommand({ text, label, copyLabel }: CopyableProps) {
  return (
    <div className="flex w-full min-w-0 flex-wrap items-start gap-2">
      <pre
        tabIndex={0}
        role="group"
        aria-label={label}
        className="min-w-0 flex-1 basis-80 overflow-x-auto rounded-md border border-line bg-sunken p-2 font-mono text-sm"
      >
        {text}
      </pre>
      <CopyButton text={text} label={copyLabel} />
    </div>
  );
}
