import { useState } from 'react';
import { useMessages } from '../../i18n/index.ts';
import { Field, Input, PasswordInput } from '../../ui/index.ts';
import { PASSWORD_LEAST, PASSWORD_MOST, problems, type Problem, type Typed } from './check.ts';
import { messages } from './messages.ts';

export interface PersonFieldsProps {
  readonly typed: Typed;
  readonly onChange: (typed: Typed) => void;
  /** The invitation names it. */
  readonly fixedEmail?: boolean;
}

/** Name, e-mail and a new password. A field complains once it was left, and stops as soon as it is right. */
export function PersonFields({ typed, onChange, fixedEmail = false }: PersonFieldsProps) {
  const t = useMessages(messages);
  const [left, setLeft] = useState<ReadonlySet<keyof Typed>>(new Set());
  const sentence = (problem: Problem | null): string | null => {
    if (problem === null) return null;
    return problem.kind === 'passwordShort'
      ? t('passwordShort', { count: problem.missing })
      : t(problem.kind);
  };
  const bind = (field: keyof Typed) => ({
    value: typed[field],
    onChange: ({ target }: { target: HTMLInputElement }) => onChange({ ...typed, [field]: target.value }),
    onBlur: () => typed[field] !== '' && setLeft(new Set([...left, field])),
  });
  const error = (field: keyof Typed) => (left.has(field) ? sentence(problems[field](typed[field])) : null);
  return (
    <>
      <Field label={t('name')} hint={t('nameHint')} error={error('name')}>
        <Input {...bind('name')} name="name" autoComplete="name" maxLength={100} autoFocus />
      </Field>
      <Field label={t('email')} error={error('email')}>
        <Input
          {...bind('email')}
          type="email"
          name="email"
          autoComplete="username"
          maxLength={254}
          readOnly={fixedEmail}
        />
      </Field>
      <Field
        label={t('password')}
        hint={t('passwordHint', { count: PASSWORD_LEAST })}
        error={error('password')}
      >
        <PasswordInput
          {...bind('password')}
          name="password"
          autoComplete="new-password"
          maxLength={PASSWORD_MOST}
        />
      </Field>
    </>
  );
}
