import { api } from '../../api/client.ts';
import { refreshMe, usePerson } from '../../app/index.ts';
import { useMessages } from '../../i18n/index.ts';
import { Field, Input } from '../../ui/index.ts';
import { messages } from './messages.ts';
import { NameForm } from './NameForm.tsx';
import { PasswordForm } from './PasswordForm.tsx';
import { Section } from './Section.tsx';
import { Sessions } from './Sessions.tsx';

/** What belongs to the person alone, in whichever workspace. */
export function PersonTab() {
  const t = useMessages(messages);
  const { name, email } = usePerson();
  return (
    <>
      <Section title={t('profile')}>
        <NameForm
          label={t('yourName')}
          hint={t('nameHint')}
          value={name}
          onSave={async (next) => {
            await api.session.update.mutate({ name: next });
            await refreshMe();
          }}
        />
        <div className="max-w-100">
          <Field label={t('email')} hint={t('emailHint')}>
            <Input readOnly value={email} />
          </Field>
        </div>
      </Section>
      <Section title={t('password')}>
        <PasswordForm />
      </Section>
      <Sessions />
    </>
  );
}
