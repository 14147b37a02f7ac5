import { Eye, EyeOff } from 'lucide-react';
import { useState } from 'react';
import { useMessages } from '../i18n/index.ts';
import { IconButton } from './IconButton.tsx';
import { Input, type InputProps } from './Input.tsx';
import { messages } from './messages.ts';

/** A password that can be looked at while it is typed. */
export function PasswordInput(props: Omit<InputProps, 'type' | 'icon'>) {
  const t = useMessages(messages);
  const [shown, setShown] = useState(false);
  return (
    <span className="relative block">
      <Input {...props} type={shown ? 'text' : 'password'} className="pr-8" spellCheck={false} />
      <IconButton
        icon={shown ? EyeOff : Eye}
        label={t(shown ? 'hide' : 'show')}
        size="sm"
        className="absolute top-0.5 right-0.5"
        onClick={() => setShown(!shown)}
      />
    </span>
  );
}
