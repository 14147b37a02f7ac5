import { textOf } from '@weft/engine/live';
import { useLive } from '../../../document/index.ts';
import { CodeBlock } from '../../code-editor/index.ts';
import type { ControlOf, ControlProps } from './controlProps.ts';
import { TextControl } from './TextControl.tsx';

/** Code is a shared text. Where it is none (a document from elsewhere), it is written whole, like any other text. */
export function CodeControl(props: ControlProps<ControlOf<'code'>>) {
  const { doc } = useLive();
  const { place, label, id, disabled, room } = props;
  const text = textOf(doc, place.nodeId, place.param);
  return text === null ? (
    <TextControl {...props} control={{ kind: 'text', most: null }} room="page" />
  ) : (
    <CodeBlock nodeId={place.nodeId} text={text} name={label} id={id} readOnly={disabled} room={room} />
  );
}
