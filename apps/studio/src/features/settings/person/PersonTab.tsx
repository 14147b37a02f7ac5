import { AccountForm } from './AccountForm.tsx';
import { PasswordForm } from './PasswordForm.tsx';
import { Sessions } from './Sessions.tsx';

/** What is one's own in every workspace: name, password, and where one is signed in. */
export function PersonTab() {
  return (
    <>
      <AccountForm />
      <PasswordForm />
      <Sessions />
    </>
  );
}
