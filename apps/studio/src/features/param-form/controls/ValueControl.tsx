import { ChoiceControl } from './ChoiceControl.tsx';
import { CodeControl } from './CodeControl.tsx';
import type { ControlProps } from './controlProps.ts';
import { JsonControl } from './JsonControl.tsx';
import { ListControl } from './ListControl.tsx';
import { NumberControl } from './NumberControl.tsx';
import { ObjectControl } from './ObjectControl.tsx';
import { PathControl } from './PathControl.tsx';
import { ProseControl } from './ProseControl.tsx';
import { RecordControl } from './RecordControl.tsx';
import { SwitchControl } from './SwitchControl.tsx';
import { TextControl } from './TextControl.tsx';
import { VariantsControl } from './VariantsControl.tsx';

/** The control for a value of any kind. */
export function ValueControl(props: ControlProps) {
  const { control } = props;
  switch (control.kind) {
    case 'switch':
      return <SwitchControl {...props} control={control} />;
    case 'choice':
      return <ChoiceControl {...props} control={control} />;
    case 'number':
      return <NumberControl {...props} control={control} />;
    case 'text':
      return <TextControl {...props} control={control} />;
    case 'path':
      return <PathControl {...props} control={control} />;
    case 'code':
      return <CodeControl {...props} control={control} />;
    case 'prose':
      return <ProseControl {...props} control={control} />;
    case 'list':
      return <ListControl {...props} control={control} />;
    case 'record':
      return <RecordControl {...props} control={control} />;
    case 'object':
      return <ObjectControl {...props} control={control} />;
    case 'variants':
      return <VariantsControl {...props} control={control} />;
    case 'json':
      return <JsonControl {...props} control={control} />;
  }
}
