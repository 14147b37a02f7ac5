import { useMemo } from 'react';
import { useDiagnostics } from '../../../document/index.ts';
import { useLanguage } from '../../../i18n/index.ts';
import { usePreview, useSteps } from '../../../runs/index.ts';
import { mergeDiagnostics, problemList, type Problem } from './problemList.ts';

/** Everything that is wrong, in the document as it is now and in the run being shown. */
export function useProblems(): readonly Problem[] {
  const here = useDiagnostics();
  const { diagnostics: told } = usePreview();
  const steps = useSteps();
  const language = useLanguage();
  return useMemo(
    () => problemList(mergeDiagnostics(here, told), steps, language),
    [here, told, steps, language],
  );
}
