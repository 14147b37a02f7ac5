import { Page } from '../../app/index.ts';

export function Workers() {
  return <Page title="">{null}</Page>;
}
