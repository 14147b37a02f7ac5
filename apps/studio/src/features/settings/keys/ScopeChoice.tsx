import { useId } from 'react';
import { useMessages } from '../../../i18n/index.ts';
import { Checkbox } from '../../../ui/index.ts';
import { messages } from './messages.ts';
import { SCOPE_GROUPS, type ScopeGroup } from './scopes.ts';

export interface ScopeChoiceProps {
  readonly chosen: readonly ScopeGroup[];
  readonly onChange: (chosen: readonly ScopeGroup[]) => void;
}

/** What a key may do, as a list to tick. */
export function ScopeChoice({ chosen, onChange }: ScopeChoiceProps) {
  const t = useMessages(messages);
  const id = useId();
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1 font-medium text-ink">{t('scopes')}</legend>
      {SCOPE_GROUPS.map((scope) => (
        <div key={scope} className="flex items-start gap-2">
          <Checkbox
            id={`${id}-${scope}`}
            aria-describedby={`${id}-${scope}-does`}
            checked={chosen.includes(scope)}
            onCheckedChange={(on) =>
              onChange(SCOPE_GROUPS.filter((each) => (each === scope ? on === true : chosen.includes(each))))
            }
          />
          <div>
            <label htmlFor={`${id}-${scope}`}>{t(`scope-${scope}`)}</label>
            <p id={`${id}-${scope}-does`} className="text-sm text-ink-2">
              {t(`scope-${scope}-does`)}
            </p>
          </div>
        </div>
      ))}
    </fieldset>
  );
}
